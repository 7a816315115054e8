package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.RegistryRefusedException;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.time.Threads;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.RoundReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the registry how rounds went, on a thread of its own: no round waits for it. What can't be
 * told is let go, and so is the oldest of more than {@value #WAITING} that wait: the journal of the
 * coordinator has them, and heads count without them. Thread-safe.
 */
final class RoundReports implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RoundReports.class);
  private static final int WAITING = 16;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final NodeId self;
  private final BiConsumer<GroupId, RoundAccount> registry;
  private final Threads threads;
  private final Lock lock;
  private final Condition changed;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private @Nullable Thread teller;
  private boolean closed;

  RoundReports(NodeId self, BiConsumer<GroupId, RoundAccount> registry, Threads threads) {
    this.self = requireNonNull(self, "self");
    this.registry = requireNonNull(registry, "registry");
    this.threads = requireNonNull(threads, "threads");
    lock = threads.newLock();
    changed = lock.newCondition();
  }

  /** Returns at once. */
  void tell(GroupId group, RoundReport report, Duration took) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (waiting.size() == WAITING) {
        waiting.removeFirst();
      }
      waiting.addLast(() -> post(group, report, took));
      changed.signalAll();
      if (teller == null) {
        teller = threads.newThread("round-reports", this::run);
        teller.start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Runnable next = next();
    while (next != null) {
      next.run();
      next = next();
    }
  }

  /** Null after the last one. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      return waiting.pollFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void post(GroupId group, RoundReport report, Duration took) {
    try {
      registry.accept(group, new RoundAccount(self, took, report));
    } catch (RegistryUnavailableException
        | RegistryRefusedException
        | InvalidFieldException untold) {
      log.debug("round not told: round={} cause=\"{}\"", report.round(), untold.getMessage());
    }
  }

  /** Gives what waits a moment to be told, while the node still holds its term. */
  @Override
  public void close() {
    Thread telling;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      telling = teller;
    } finally {
      lock.unlock();
    }
    if (telling != null) {
      end(telling);
    }
  }

  private void end(Thread telling) {
    try {
      if (!threads.join(telling, LAST_WORDS)) {
        giveUp(telling);
      }
    } catch (InterruptedException e) {
      giveUp(telling);
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(Thread telling) {
    lock.lock();
    try {
      waiting.clear();
    } finally {
      lock.unlock();
    }
    telling.interrupt();
  }
}
