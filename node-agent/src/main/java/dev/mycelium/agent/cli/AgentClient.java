package dev.mycelium.agent.cli;

import dev.mycelium.agent.outbound.Outbound;
import dev.mycelium.agent.transport.PeerTimes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running agent how it is. */
final class AgentClient {
  private AgentClient() {}

  /** Whether an agent serves there; the address of one that was killed may be left over. */
  static boolean answers(URI agent) {
    try {
      return status(agent).isObject();
    } catch (CommandFailedException e) {
      return false;
    }
  }

  /** What {@code GET /status} of the agent answers. */
  static JsonNode status(URI agent) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(agent.resolve("/status")).timeout(PeerTimes.CALL.value()).build();
      HttpResponse<String> response =
          Outbound.of(System.getenv(), null)
              .client(PeerTimes.CONNECT.value())
              .send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode status = JsonMapper.shared().readTree(response.body());
      if (response.statusCode() == 200 && status.path("phase").isString()) {
        return status;
      }
      throw silent(agent, "it answered " + response.statusCode(), null);
    } catch (IOException | JacksonException e) {
      throw silent(agent, e.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException(ExitCode.INTERRUPTED, "stopped while waiting", e);
    }
  }

  private static CommandFailedException silent(URI agent, String why, @Nullable Throwable cause) {
    String sentence = "agent: %s: %s (expected: a Mycelium agent)".formatted(agent, why);
    return cause == null
        ? new CommandFailedException(ExitCode.AGENT_UNREACHABLE, sentence)
        : new CommandFailedException(ExitCode.AGENT_UNREACHABLE, sentence, cause);
  }
}
