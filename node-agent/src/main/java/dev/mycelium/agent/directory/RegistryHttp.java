package dev.mycelium.agent.directory;

import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP to one registry: time limits on every call, repetition where it does no harm. */
final class RegistryHttp {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final URI registry;
  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final Retry retry =
      Retry.of(
          "registry",
          RetryConfig.custom()
              .maxAttempts(ATTEMPTS)
              .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2.0, 0.5))
              .retryExceptions(RegistryUnavailableException.class)
              .build());

  RegistryHttp(URI registry) {
    this.registry = registry;
  }

  Reply get(String path) {
    return repeated("GET", path, null);
  }

  /** For requests that may be sent again when no answer came. */
  Reply repeated(String method, String path, @Nullable Object body) {
    return retry.executeSupplier(() -> once(method, path, body));
  }

  Reply once(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(registry.resolve(path))
            .timeout(REQUEST_TIMEOUT)
            .header("Accept", "application/json, application/problem+json");
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    }
    return send(request.build());
  }

  private Reply send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() >= 500) {
        throw RegistryUnavailableException.status(registry, response.statusCode());
      }
      return new Reply(response.statusCode(), response.body(), json);
    } catch (IOException e) {
      throw RegistryUnavailableException.of(registry, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryUnavailableException.of(registry, e);
    }
  }

  /** A registry's answer, not yet understood. */
  record Reply(int status, byte[] body, JsonMapper json) {

    boolean isRefusal() {
      return status >= 400;
    }

    boolean is(ProblemType type) {
      return isRefusal() && problem().is(type);
    }

    Problem problem() {
      try {
        return json.readValue(body, Problem.class);
      } catch (JacksonException e) {
        return new Problem(null, null, status, "an answer that is not JSON", null, null);
      }
    }

    <T> T expect(String call, Class<T> type) {
      expectSuccess(call);
      try {
        return json.readValue(body, type);
      } catch (JacksonException e) {
        throw RegistryRefusedException.of(
            call, new Problem(null, null, status, e.getOriginalMessage(), null, null));
      }
    }

    void expectSuccess(String call) {
      if (isRefusal()) {
        throw RegistryRefusedException.of(call, problem());
      }
    }
  }
}
