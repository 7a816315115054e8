package dev.mycelium.agent.transport;

import dev.mycelium.agent.outbound.HeldBackException;
import dev.mycelium.agent.outbound.Retries;
import dev.mycelium.agent.round.CoordinatorLostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Calls to one agent, all of which may be made again: each attempt through the agent's circuit, and
 * another one, after a pause, of a call that broke. Who kept silent for a call's whole time limit
 * is not asked again: it is noticed after that limit, not after three. Closing ends calls and
 * pauses at once.
 */
final class PeerCalls implements AutoCloseable {
  private final Peer peer;
  private final InterruptibleHttp http = new InterruptibleHttp();
  private final Retries retries;

  PeerCalls(Peer peer) {
    this.peer = peer;
    this.retries =
        new Retries(peer.address(), peer.firstPause(), BrokenCallException.class::isInstance);
  }

  /** Requests as they are, for the attempts of {@link #make}. */
  InterruptibleHttp http() {
    return http;
  }

  /** The last answer, also if it says that the agent can't answer now. */
  HttpResponse<byte[]> ask(HttpRequest request) {
    try {
      return attempts(() -> ready(http.ask(request)));
    } catch (BrokenCallException e) {
      return e.answer().orElseThrow(() -> lost(e));
    }
  }

  /** What the first attempt that does not break returns. */
  <T> T make(Supplier<T> call) {
    try {
      return attempts(call);
    } catch (BrokenCallException e) {
      throw lost(e);
    }
  }

  /** Waits as long as the agent asked for. */
  void pause(Duration asked) {
    if (retries.isEndedWithin(asked)) {
      throw new CoordinatorLostException(
          "given up: a call that " + peer.address() + " put off", new CancellationException());
    }
  }

  private <T> T attempts(Supplier<T> call) {
    AtomicBoolean doubted = new AtomicBoolean();
    try {
      return retries.call(() -> attempt(call, doubted));
    } catch (HeldBackException e) {
      throw new CoordinatorLostException(peer.address() + " is " + e.getMessage(), e);
    }
  }

  private <T> T attempt(Supplier<T> call, AtomicBoolean doubted) {
    try {
      return peer.circuit().call(call, PeerCalls::isTheirs);
    } catch (BrokenCallException e) {
      if (doubted.compareAndSet(false, true)) {
        peer.doubted().run();
      }
      throw e;
    }
  }

  /** All else is this node's own: what it does with an answer, its disk, its mistakes. */
  private static boolean isTheirs(RuntimeException failure) {
    return failure instanceof BrokenCallException || failure instanceof CoordinatorLostException;
  }

  private static HttpResponse<byte[]> ready(HttpResponse<byte[]> answer) {
    if (answer.statusCode() >= 500) {
      throw BrokenCallException.answered(answer);
    }
    return answer;
  }

  private static CoordinatorLostException lost(BrokenCallException cause) {
    return new CoordinatorLostException(String.valueOf(cause.getMessage()), cause);
  }

  @Override
  public void close() {
    http.close();
    retries.close();
  }
}
