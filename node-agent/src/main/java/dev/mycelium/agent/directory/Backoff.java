package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts that keep failing: each twice as long as the one before up to a limit,
 * and each drawn from its upper half, so that many agents do not return at the same moment. Not
 * thread-safe.
 */
public final class Backoff {
  private final Duration first;
  private Duration longest;
  private final RandomGenerator random;
  private int failures;

  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = requireNonNull(first, "first");
    this.longest = requireNonNull(longest, "longest");
    this.random = requireNonNull(random, "random");
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "first and longest: %s and %s (expected: 0 < first <= longest)"
              .formatted(first, longest));
    }
  }

  /** The pause after one more failure. */
  public Duration next() {
    long ceiling = longest.toNanos();
    long pause = first.toNanos();
    for (int i = 0; i < failures && pause < ceiling; i++) {
      pause = Math.min(ceiling, pause * 2);
    }
    failures++;
    return Duration.ofNanos(pause / 2 + random.nextLong(pause / 2 + 1));
  }

  /** From now on no pause is longer than this, or than the first if that is longer. */
  public void limit(Duration most) {
    longest = most.compareTo(first) < 0 ? first : most;
  }

  /** Back to the first pause. */
  public void reset() {
    failures = 0;
  }
}
