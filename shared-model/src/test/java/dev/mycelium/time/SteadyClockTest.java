package dev.mycelium.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.000000999Z");

  /** {@code nanoTime} may begin anywhere, also just before it overflows. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

  @Test
  void carriesTheStartOnByTheMonotonicClockAlone() {
    SteadyClock clock = new SteadyClock(START, nanos::get);

    nanos.addAndGet(Duration.ofHours(1).toNanos());

    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
  }

  @Test
  void ticksInWholeMicroseconds() {
    SteadyClock clock = new SteadyClock(START, nanos::get);

    nanos.addAndGet(1);

    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00.000001Z"));
  }
}
