package dev.mycelium.agent.directory;

import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON over HTTP to one registry. Each call has a time limit from the first byte of the request to
 * the last of the answer; calls are repeated where that does no harm; a registry that keeps failing
 * is left alone for a while.
 */
final class RegistryHttp {
  private static final int MOST_OF_A_PROBLEM = 1 << 16;

  private final RegistryAccess access;
  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient client;
  private final Circuit circuit = new Circuit("registry");
  private final TimeLimiter limiter = TimeLimiter.of(RegistryTimes.CALL.value());
  private final Retry retry =
      Retry.of(
          "registry",
          RetryConfig.custom()
              .maxAttempts(RegistryTimes.ATTEMPTS)
              .intervalFunction(
                  IntervalFunction.ofExponentialRandomBackoff(
                      RegistryTimes.FIRST_PAUSE.value(), 2.0, 0.5))
              .retryOnException(RegistryHttp::isWorthAnotherTry)
              .build());

  RegistryHttp(RegistryAccess access) {
    this.access = access;
    client = access.outbound().client(RegistryTimes.CONNECT.value());
  }

  private static boolean isWorthAnotherTry(Throwable failure) {
    return failure instanceof RegistryUnavailableException unavailable && !unavailable.isHeldBack();
  }

  Circuit.State circuit() {
    return circuit.state();
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
        request(path).header("Accept", "application/json, application/problem+json");
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    }
    return guarded(request.build());
  }

  /**
   * A stream of server-sent events, which the caller closes. Only its beginning has a time limit.
   *
   * @param lastId goes on after this one; null: with what is to come
   */
  InputStream stream(String path, @Nullable String lastId) {
    HttpRequest.Builder request =
        request(path).timeout(RegistryTimes.CALL.value()).header("Accept", "text/event-stream");
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    HttpResponse<InputStream> response =
        send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      Reply reply = new Reply(response.statusCode(), read(response.body()), json);
      throw RegistryRefusedException.of("stream of events", reply.problem());
    }
    return response.body();
  }

  private byte[] read(InputStream body) {
    try (body) {
      return body.readNBytes(MOST_OF_A_PROBLEM);
    } catch (IOException e) {
      throw RegistryUnavailableException.of(access.registry(), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(access.registry().resolve(path));
    if (access.token() != null) {
      request.header("Authorization", "Bearer " + access.token());
    }
    return request;
  }

  private Reply guarded(HttpRequest request) {
    if (!circuit.mayCall()) {
      throw RegistryUnavailableException.heldBack(access.registry(), circuit.state());
    }
    long begin = System.nanoTime();
    try {
      HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
      Reply reply = new Reply(response.statusCode(), response.body(), json);
      circuit.succeeded(Duration.ofNanos(System.nanoTime() - begin));
      return reply;
    } catch (RuntimeException e) {
      circuit.failed(Duration.ofNanos(System.nanoTime() - begin), e);
      throw e;
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      HttpResponse<T> response =
          limiter.executeFutureSupplier(() -> client.sendAsync(request, body));
      if (response.statusCode() >= 500) {
        throw RegistryUnavailableException.status(access.registry(), response.statusCode());
      }
      return response;
    } catch (IOException | TimeoutException e) {
      throw RegistryUnavailableException.of(access.registry(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryUnavailableException.of(access.registry(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a call failed in a way that HTTP does not know", e);
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
