package dev.mycelium.registry.node;

import dev.mycelium.registry.RunningRegistry;
import java.time.Clock;

/** Lets a test look at the leases now. */
public final class Sweeps {
  private Sweeps() {}

  public static void sweep(RunningRegistry registry) {
    registry.bean(Sweeper.class).expire(registry.bean(Clock.class).instant());
  }
}
