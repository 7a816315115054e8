package dev.mycelium.registry.node;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when the registry has been able to hear its nodes. Silence counts only from there: after a
 * start, and after a stall of the process, nobody expires before one whole lease has passed.
 *
 * @param since start of the present stretch of listening
 * @param lastSweep end of the last look at the leases, or null before the first
 */
record Listening(Instant since, @Nullable Instant lastSweep) {
  private static final int TOLERATED_PERIODS = 3;

  static Listening from(Instant start) {
    return new Listening(start, null);
  }

  /** Before a sweep at {@code now}: a gap of more than three periods was a stall. */
  Listening beforeSweep(Instant now, Duration period) {
    boolean stalled =
        lastSweep != null
            && Duration.between(lastSweep, now).compareTo(period.multipliedBy(TOLERATED_PERIODS))
                > 0;
    return stalled ? new Listening(now, now) : this;
  }

  Listening afterSweep(Instant now) {
    return new Listening(since, now);
  }
}
