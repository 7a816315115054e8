package dev.mycelium.registry.node;

import dev.mycelium.registry.RunningRegistry;
import java.time.Clock;
import java.time.Instant;

/** Lets a test look at the leases now. */
public final class Sweeps {
  private Sweeps() {}

  public static void sweep(RunningRegistry registry) {
    registry.bean(Sweeper.class).expire(registry.bean(Clock.class).instant());
  }

  /** The second half of a sweep that found {@code node} due a moment ago. */
  public static void expire(RunningRegistry registry, String node) {
    Instant now = registry.bean(Clock.class).instant();
    registry.bean(Expiry.class).expire(node, now, Instant.MIN);
  }
}
