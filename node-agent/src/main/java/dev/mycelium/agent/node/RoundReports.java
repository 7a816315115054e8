package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.RegistryRefusedException;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.RoundReport;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
  private static final long LAST_WORDS_SECONDS = 2;

  private final NodeId self;
  private final BiConsumer<GroupId, RoundAccount> registry;
  private final ThreadPoolExecutor teller;

  RoundReports(NodeId self, BiConsumer<GroupId, RoundAccount> registry) {
    this.self = requireNonNull(self, "self");
    this.registry = requireNonNull(registry, "registry");
    this.teller =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            RoundReports::thread,
            new ThreadPoolExecutor.DiscardOldestPolicy());
    teller.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "round-reports");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns at once. */
  void tell(GroupId group, RoundReport report, Duration took) {
    teller.execute(() -> post(group, report, took));
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
    teller.shutdown();
    try {
      if (!teller.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
        teller.shutdownNow();
      }
    } catch (InterruptedException e) {
      teller.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
