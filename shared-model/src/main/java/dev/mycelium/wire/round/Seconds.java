package dev.mycelium.wire.round;

import dev.mycelium.wire.Expect;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Measured times of rounds as numbers, 0 to a year, for whoever puts them into a table. */
public final class Seconds {
  private static final double MOST = Duration.ofDays(365).toSeconds();
  private static final int NANOS_OF_A_MILLI = 1_000_000;

  private Seconds() {}

  /** To a millisecond; what a clock that was set makes of a time is brought into the range. */
  public static double of(Duration time) {
    double seconds = time.getSeconds() + time.getNano() / NANOS_OF_A_MILLI / 1000.0;
    return Math.max(0, Math.min(MOST, seconds));
  }

  static @Nullable Double expected(@Nullable Double value, String field) {
    return value == null ? null : Expect.inRange(value.doubleValue(), field, 0, MOST);
  }
}
