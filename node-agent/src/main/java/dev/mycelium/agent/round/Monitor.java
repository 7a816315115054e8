package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.time.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One lock, one condition, one clock; every change wakes every waiter, and no wait is endless. */
final class Monitor {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Clock clock;
  private final Lock lock;
  private final Condition changed;
  private boolean closed;

  Monitor(Clock clock, Threads threads) {
    this.clock = requireNonNull(clock, "clock");
    lock = threads.newLock();
    changed = lock.newCondition();
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for {@code condition}, at most until {@code deadline}; ends when the monitor is closed.
   */
  boolean await(BooleanSupplier condition, Instant deadline) {
    lock.lock();
    try {
      while (!closed && !condition.getAsBoolean()) {
        long nanos = Duration.between(clock.instant(), deadline).toNanos();
        if (nanos <= 0) {
          return false;
        }
        long unused = changed.awaitNanos(Math.min(nanos, LONGEST_WAIT.toNanos()));
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  boolean await(BooleanSupplier condition, Duration atMost) {
    return await(condition, clock.instant().plus(atMost));
  }

  /** Waits for {@code condition} however long it takes; false if the monitor was closed. */
  boolean await(BooleanSupplier condition) {
    while (!isClosed()) {
      if (await(condition, LONGEST_WAIT)) {
        return true;
      }
    }
    return false;
  }

  boolean isClosed() {
    return locked(() -> closed);
  }

  void close() {
    change(() -> closed = true);
  }
}
