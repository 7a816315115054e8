package dev.mycelium.agent.node;

import dev.mycelium.time.Threads;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.round.Head;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the node belongs, as the registry last said, for whoever waits for that to change.
 * Thread-safe.
 */
final class Whereabouts {
  private final Lock lock;
  private final Condition changed;
  private final Runnable onChange;
  private Place place = new Place(null, null, null);
  private long moves;
  private boolean stopping;

  /**
   * @param group null while the node is in none
   * @param coordinator null while the group has none
   * @param head null before the group's version 0
   */
  record Place(@Nullable GroupId group, @Nullable Coordinator coordinator, @Nullable Head head) {

    boolean isIn(GroupId other) {
      return other.equals(group);
    }

    /** Whether the same group is run by the same coordinator in the same term. */
    boolean isLedAs(Place other) {
      return Objects.equals(group, other.group) && Objects.equals(coordinator, other.coordinator);
    }
  }

  /**
   * @param onChange called after each change of group or coordinator, and on stop
   */
  Whereabouts(Runnable onChange, Threads threads) {
    this.onChange = onChange;
    lock = threads.newLock();
    changed = lock.newCondition();
  }

  Place now() {
    lock.lock();
    try {
      return place;
    } finally {
      lock.unlock();
    }
  }

  /** To be read before a heartbeat is sent, and given back with its answer. */
  long moves() {
    lock.lock();
    try {
      return moves;
    } finally {
      lock.unlock();
    }
  }

  /** Takes over an answer, unless the node moved while it was on its way. */
  void told(HeartbeatReply reply, long movesBefore) {
    change(
        () -> {
          if (moves == movesBefore) {
            place = new Place(reply.groupId(), reply.coordinator(), reply.head());
          }
        });
  }

  /** The node has just joined {@code group}; who coordinates it is not known yet. */
  void joined(GroupId group) {
    change(
        () -> {
          moves++;
          if (!place.isIn(group)) {
            place = new Place(group, null, null);
          }
        });
  }

  void stop() {
    change(() -> stopping = true);
  }

  boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a place of which {@code wanted} holds, for a stop, or for the end of {@code atMost}.
   */
  Place await(Predicate<Place> wanted, Duration atMost) {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      while (!stopping && !wanted.test(place) && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    } finally {
      lock.unlock();
    }
    return now();
  }

  private void change(Runnable change) {
    boolean moved;
    lock.lock();
    try {
      Place before = place;
      boolean stoppedBefore = stopping;
      change.run();
      moved = !place.isLedAs(before) || stopping != stoppedBefore;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (moved) {
      onChange.run();
    }
  }
}
