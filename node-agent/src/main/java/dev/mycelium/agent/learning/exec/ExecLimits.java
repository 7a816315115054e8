package dev.mycelium.agent.learning.exec;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one call of the command may take.
 *
 * @param timeout from its start to its end
 */
public record ExecLimits(Duration timeout) {
  /** A reply is a few numbers and, at most, the labels of a task. */
  static final long REPLY_BYTES = 8L << 20;

  /** Header and padding of a parameter file, beside its numbers. */
  static final long HEADER_BYTES = 4L << 20;

  public ExecLimits {
    requireNonNull(timeout, "timeout");
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
    }
  }
}
