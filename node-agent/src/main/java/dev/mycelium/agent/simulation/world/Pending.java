package dev.mycelium.agent.simulation.world;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that somebody waits for; the first that comes counts. */
final class Pending<T> {
  private final Actor caller;
  private final String to;
  private @Nullable Supplier<T> answer;

  Pending(Actor caller, String to) {
    this.caller = caller;
    this.to = to;
  }

  void complete(Supplier<T> arrived) {
    if (answer == null) {
      answer = arrived;
      caller.wake();
    }
  }

  void giveUp() {
    complete(
        () -> {
          throw UnreachedException.givenUp(to);
        });
  }

  T await(Duration atMost) {
    VirtualTime time = caller.life().time();
    long end = time.nanos() + atMost.toNanos();
    while (answer == null && time.nanos() < end) {
      caller.pause(end - time.nanos());
    }
    Supplier<T> arrived = answer;
    if (arrived == null) {
      throw UnreachedException.silent(to);
    }
    return arrived.get();
  }
}
