package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls from process to process: a request and its answer are two messages, and what happens to
 * each is up to the filter. A process that is not there refuses; one that dies while it serves
 * breaks the connection off.
 */
final class VirtualNetwork {
  private static final Duration LONGEST_LINGER = Duration.ofMillis(3);

  private final VirtualTime time;
  private final SplittableRandom random;
  private final Chronicle chronicle;
  private final Map<String, Server<?>> servers = new HashMap<>();
  private Filter filter = (message, arrivals, drawn) -> arrivals;

  private record Server<S>(Life life, S service) {}

  VirtualNetwork(VirtualTime time, long seed, Chronicle chronicle) {
    this.time = requireNonNull(time, "time");
    this.chronicle = requireNonNull(chronicle, "chronicle");
    random = new SplittableRandom(seed);
  }

  void filter(Filter next) {
    filter = requireNonNull(next, "next");
  }

  /** From now on {@code life} answers under its name. */
  <S> void listen(Life life, S service) {
    servers.put(life.name(), new Server<>(life, service));
  }

  /**
   * Sends a request; {@code pending} gets what {@code work} returns or throws at the other end.
   *
   * @param type of the service that {@code to} offers
   */
  <S, T> void ask(Call call, Class<S> type, Function<S, T> work, Pending<T> pending) {
    send(call.request(), () -> arrive(call, type, work, pending));
  }

  /**
   * A question.
   *
   * @param what for the chronicle
   */
  record Call(String from, String to, String what) {
    private Request request() {
      return new Request(from, to, what);
    }

    private Request answer() {
      return new Request(to, from, "answer to " + what);
    }
  }

  private record Request(String from, String to, String what) {}

  private <S, T> void arrive(Call call, Class<S> type, Function<S, T> work, Pending<T> pending) {
    Server<?> server = servers.get(call.to());
    if (server == null || server.life().isDead()) {
      answer(call, pending, () -> refused(call));
      return;
    }
    S service = type.cast(server.service());
    server.life().serve(call.what(), () -> serve(server.life(), call, work, service, pending));
  }

  /** Between the work and the answer there is a moment in which a process may die. */
  private <S, T> void serve(
      Life life, Call call, Function<S, T> work, S service, Pending<T> pending) {
    Supplier<T> outcome = () -> refused(call);
    try {
      outcome = outcome(work, service);
      life.spend(Duration.ofNanos(random.nextLong(LONGEST_LINGER.toNanos())));
    } catch (Killed e) {
      outcome = () -> refused(call);
      throw e;
    } finally {
      answer(call, pending, outcome);
    }
  }

  private static <S, T> Supplier<T> outcome(Function<S, T> work, S service) {
    try {
      T result = work.apply(service);
      return () -> result;
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }

  private static <T> T refused(Call call) {
    throw UnreachedException.refused(call.to());
  }

  private <T> void answer(Call call, Pending<T> pending, Supplier<T> outcome) {
    send(call.answer(), () -> pending.complete(outcome));
  }

  private void send(Request sent, Runnable arrival) {
    Message message = new Message(sent.from(), sent.to(), sent.what(), time.nanos());
    List<Duration> arrivals = filter.apply(message, List.of(Duration.ZERO), random);
    if (arrivals.size() != 1) {
      chronicle.tell(sent.from(), "%s to %s: %d arrivals", sent.what(), sent.to(), arrivals.size());
    }
    arrivals.forEach(delay -> time.after(delay, arrival));
  }
}
