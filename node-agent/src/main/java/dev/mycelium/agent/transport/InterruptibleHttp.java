package dev.mycelium.agent.transport;

import dev.mycelium.agent.outbound.Outbound;
import dev.mycelium.agent.round.CoordinatorLostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Requests that end at once when this is closed, whatever they wait for. HTTP/1.1 only. */
final class InterruptibleHttp implements AutoCloseable {
  /** One for the process: a client owns threads, and coordinators come and go. */
  private static final HttpClient CLIENT =
      Outbound.of(System.getenv(), null).client(PeerTimes.CONNECT.value());

  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    CompletableFuture<HttpResponse<T>> answer = CLIENT.sendAsync(request, body);
    underWay.add(answer);
    try {
      if (closed) {
        answer.cancel(true);
      }
      return answer.get();
    } catch (CancellationException e) {
      throw new CoordinatorLostException("given up: " + request.uri(), e);
    } catch (ExecutionException e) {
      throw new CoordinatorLostException(
          "%s does not answer (%s)".formatted(request.uri(), e.getCause()), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new CoordinatorLostException("interrupted: " + request.uri(), e);
    } finally {
      underWay.remove(answer);
    }
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(answer -> answer.cancel(true));
  }
}
