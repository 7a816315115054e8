package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.time.SteadyClock;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Whoever sets the machine's clock moves no lease. */
class ClockTest {

  @Test
  void isTheSteadyOneInARealStart() {
    assertThat(RunningRegistry.shared().bean(Clock.class)).isInstanceOf(SteadyClock.class);
  }
}
