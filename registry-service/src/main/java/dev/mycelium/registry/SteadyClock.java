package dev.mycelium.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The time of day at start, carried on by the monotonic clock: when somebody sets the machine's
 * clock, no lease ends early and none lives longer. In whole microseconds, as the database keeps
 * them.
 */
final class SteadyClock extends Clock {
  private final Instant start;
  private final LongSupplier nanoTime;
  private final long startNanos;

  SteadyClock(Instant start, LongSupplier nanoTime) {
    this.start = start;
    this.nanoTime = nanoTime;
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

  /** Zones don't matter to instants; the registry knows UTC only. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
