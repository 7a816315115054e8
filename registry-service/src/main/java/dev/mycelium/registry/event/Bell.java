package dev.mycelium.registry.event;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Rings after each commit that wrote an event. Who asks for {@link #rings} before it reads the log
 * and then waits for more misses nothing.
 */
@Component
class Bell {
  private final Lock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private long rings;

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void on(EventWritten written) {
    lock.lock();
    try {
      rings++;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long rings() {
    lock.lock();
    try {
      return rings;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the bell has rung more than {@code heard} times, or for {@code atMost}. */
  void await(long heard, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (rings == heard && left > 0) {
        left = rung.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
