package dev.mycelium.agent.transport;

import dev.mycelium.agent.outbound.Outbound;
import dev.mycelium.agent.round.CoordinatorLostException;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Requests that end at once when this is closed, whatever they wait for. HTTP/1.1 only. A request
 * that could not be made, or whose answer broke off, is a {@link BrokenCallException}; all else
 * that another attempt would not mend is a {@link CoordinatorLostException}.
 *
 * <p>The client's own time limit ends with an answer's headers. So {@link #ask} bounds what comes
 * after them too; whoever {@link #send}s a request and reads its body as a stream bounds that.
 */
final class InterruptibleHttp implements AutoCloseable {
  /** One for the process: a client owns threads, and coordinators come and go. */
  private static final HttpClient CLIENT =
      Outbound.of(System.getenv(), null).client(PeerTimes.CONNECT.value());

  /** A round's manifest or a problem, many times over. */
  private static final int MOST_BYTES = 1 << 20;

  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** An answer that is small and whole before the request's own time limit, or none. */
  HttpResponse<byte[]> ask(HttpRequest request) {
    return send(
        request,
        headers -> new SmallBody(MOST_BYTES),
        request.timeout().orElseGet(PeerTimes.CALL::value));
  }

  /** An answer that lasts as long as its body does. */
  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    return send(request, body, PeerTimes.TRANSFER.value());
  }

  private <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> body, Duration atMost) {
    CompletableFuture<HttpResponse<T>> answer = CLIENT.sendAsync(request, body);
    underWay.add(answer);
    try {
      if (closed) {
        answer.cancel(true);
      }
      return TimeLimiter.of(atMost).executeFutureSupplier(() -> answer);
    } catch (TimeoutException e) {
      throw new CoordinatorLostException(
          "%s did not finish its answer in %s".formatted(request.uri(), atMost), e);
    } catch (CancellationException e) {
      throw new CoordinatorLostException("given up: " + request.uri(), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new CoordinatorLostException("interrupted: " + request.uri(), e);
    } catch (HttpTimeoutException | ProtocolException e) {
      throw silent(request, e);
    } catch (IOException e) {
      throw BrokenCallException.unanswered(request.uri(), e);
    } catch (Exception e) {
      throw silent(request, e);
    } finally {
      underWay.remove(answer);
    }
  }

  private static CoordinatorLostException silent(HttpRequest request, Exception cause) {
    return new CoordinatorLostException(
        "%s does not answer (%s)".formatted(request.uri(), cause), cause);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(answer -> answer.cancel(true));
  }
}
