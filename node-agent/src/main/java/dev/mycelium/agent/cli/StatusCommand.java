package dev.mycelium.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code mycelium status}. */
@Command(
    name = "status",
    description = {
      "What agents do: node, group, round, head, device and disk.",
      "Also how calls to others go. Without options: the agents of this user on this machine."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  mycelium status",
      "  mycelium status --agent http://hospital-a:8080",
      "  mycelium status --state-dir ~/.mycelium/alice --json"
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--agent", paramLabel = "URL", description = "The agent that serves there.")
  private @Nullable URI agent;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "The agent that works in this state directory.")
  private @Nullable Path stateDirectory;

  @Option(names = "--json", description = "The agents' answers as JSON, one per line.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  StatusCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<URI> agents = agents();
    if (agents.isEmpty()) {
      out.println("no agent of yours runs on this machine: `mycelium node start`");
    }
    for (URI url : agents) {
      tell(out, url, AgentClient.status(url));
    }
    out.flush();
    return ExitCode.OK.number();
  }

  private void tell(PrintWriter out, URI url, JsonNode status) {
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(status));
    } else {
      StatusText.lines(url, status).forEach(out::println);
    }
  }

  private List<URI> agents() {
    if (agent != null) {
      return List.of(reachable(agent));
    }
    if (stateDirectory != null) {
      return List.of(
          StateDirectory.address(stateDirectory)
              .orElseThrow(
                  () ->
                      new CommandFailedException(
                          ExitCode.AGENT_UNREACHABLE,
                          "--state-dir: no agent works in %s (expected: one that was started there)"
                              .formatted(stateDirectory))));
    }
    return here();
  }

  private static URI reachable(URI agent) {
    if (!"http".equals(agent.getScheme()) || agent.getHost() == null) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--agent: %s (expected: a URL such as http://localhost:8080)".formatted(agent));
    }
    return agent;
  }

  /** The agents that noted their address in the usual place; a killed one's is left out. */
  private static List<URI> here() {
    if (!Files.isDirectory(MyceliumHome.path())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(MyceliumHome.path())) {
      return folders
          .sorted()
          .map(StateDirectory::address)
          .flatMap(Optional::stream)
          .distinct()
          .filter(AgentClient::answers)
          .toList();
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.STATE_DIRECTORY_UNUSABLE, MyceliumHome.path() + " can't be read: " + e, e);
    }
  }
}
