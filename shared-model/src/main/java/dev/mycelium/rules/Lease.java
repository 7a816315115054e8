package dev.mycelium.rules;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.node.NodeStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * The right of a node to its place, from the last sign of life on. It lasts three heartbeat
 * intervals and is over exactly at its end: one nanosecond earlier it holds.
 *
 * @param renewedAt the last sign of life
 * @param interval the heartbeat interval that the registry granted
 */
public record Lease(Instant renewedAt, Duration interval) {
  public static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  public static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);
  private static final int INTERVALS = 3;

  public Lease {
    requireNonNull(renewedAt, "renewedAt");
    requireNonNull(interval, "interval");
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval: " + interval + " (expected: > 0)");
    }
  }

  /** What a registry grants to a node that asks for {@code interval}. */
  public static Duration clamped(Duration interval) {
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      return SHORTEST_INTERVAL;
    }
    return interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval;
  }

  public Duration duration() {
    return interval.multipliedBy(INTERVALS);
  }

  public Instant expiresAt() {
    return renewedAt.plus(duration());
  }

  public boolean isExpiredAt(Instant now) {
    return !now.isBefore(expiresAt());
  }

  /** Silence of 1.5 intervals: one heartbeat was missed for certain, the place is still held. */
  public boolean isSuspectAt(Instant now) {
    return !now.isBefore(renewedAt.plus(interval.multipliedBy(3).dividedBy(2)));
  }

  public NodeStatus statusAt(Instant now) {
    if (isExpiredAt(now)) {
      return NodeStatus.OFFLINE;
    }
    return isSuspectAt(now) ? NodeStatus.SUSPECT : NodeStatus.ONLINE;
  }

  /** A sign of life at {@code now}; a clock that ran backwards never shortens a lease. */
  public Lease renewedAt(Instant now) {
    return now.isAfter(renewedAt) ? new Lease(now, interval) : this;
  }

  /**
   * The lease as a registry sees it that could not listen before {@code listeningSince}: silence
   * counts only from there, so that nobody expires before one whole lease has passed after a
   * restart.
   */
  public Lease heardSince(Instant listeningSince) {
    return renewedAt(listeningSince);
  }
}
