package dev.mycelium.agent.directory;

import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.outbound.HeldBackException;
import dev.mycelium.agent.outbound.Retries;
import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
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
  private final @Nullable RequestSigner signer;
  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient client;
  private final Circuit circuit = new Circuit("registry");
  private final TimeLimiter limiter = TimeLimiter.of(RegistryTimes.CALL.value());
  private final Retries retries =
      new Retries("registry", Retries.FIRST_PAUSE, RegistryHttp::isWorthAnotherTry);

  /** For who asks in nobody's name. */
  RegistryHttp(RegistryAccess access) {
    this(access, null);
  }

  /**
   * @param signer signs every change; null for none
   */
  RegistryHttp(RegistryAccess access, @Nullable RequestSigner signer) {
    this.access = access;
    this.signer = signer;
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
    RegistryCall call = call(method, path, body);
    return retries.call(() -> attempt(call));
  }

  Reply once(String method, String path, @Nullable Object body) {
    return attempt(call(method, path, body));
  }

  private RegistryCall call(String method, String path, @Nullable Object body) {
    return RegistryCall.of(method, path, body == null ? "" : json.writeValueAsString(body));
  }

  /** A call that was refused for its time only is signed anew, once. */
  private Reply attempt(RegistryCall call) {
    Reply reply = sent(request(call));
    RequestSigner signing = signer;
    if (signing != null && reply.is(ProblemType.SIGNATURE_REQUIRED)) {
      Optional<Instant> time = reply.registryTime();
      time.ifPresent(signing::follow);
      return time.isPresent() ? sent(request(call)) : reply;
    }
    return reply;
  }

  private HttpRequest request(RegistryCall call) {
    HttpRequest.Builder request = request(call.path());
    call.describe(request);
    if (signer != null && call.isChange()) {
      signer.sign(request, call.method(), access.registry().resolve(call.path()), call.body());
    }
    return request.build();
  }

  /**
   * A stream of server-sent events, which the caller closes. Only its beginning has a time limit.
   * Not repeated here: whoever reads it opens it anew whenever it ends, with pauses of its own.
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

  private Reply sent(HttpRequest request) {
    HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Reply(response.statusCode(), response.body(), json);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return circuit.call(
          () -> answered(request, body), RegistryUnavailableException.class::isInstance);
    } catch (HeldBackException e) {
      throw RegistryUnavailableException.heldBack(access.registry(), e);
    }
  }

  private <T> HttpResponse<T> answered(HttpRequest request, HttpResponse.BodyHandler<T> body) {
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

    /** What the registry's clock showed, if that is why it refused. */
    Optional<Instant> registryTime() {
      try {
        return Optional.of(Instant.parse(json.readTree(body).path("registry_time").asString("")));
      } catch (JacksonException | DateTimeException untold) {
        return Optional.empty();
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
