package dev.mycelium.time;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The time of day at start, carried on by the monotonic clock: when somebody sets the machine's
 * clock, no lease ends early and none lives longer. In whole microseconds, as databases keep them.
 */
public final class SteadyClock extends Clock {
  private final Instant start;
  private final LongSupplier nanoTime;
  private final long startNanos;

  /**
   * Reads {@code nanoTime} at once and holds that reading to be {@code start}.
   *
   * @param nanoTime monotonic nanoseconds from any origin, such as {@link System#nanoTime}
   */
  public SteadyClock(Instant start, LongSupplier nanoTime) {
    this.start = requireNonNull(start, "start");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    this.startNanos = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - startNanos);
    return start.plus(elapsed).truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Zones don't matter to instants; this clock knows UTC only. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
