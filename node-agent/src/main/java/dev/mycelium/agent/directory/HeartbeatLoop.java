package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Directory.BeatResult;
import dev.mycelium.time.Threads;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node's lease alive on a thread of its own, however long training takes. The registry's
 * reply sets the pace, also of the attempts while it is lost: they grow no rarer than heartbeats,
 * so that a node is heard within one of them when the registry is back, and no more frequent in the
 * long run, so that all who waited are no crowd. A loss is logged once, and the return. Nothing
 * that one heartbeat throws ends the loop: an {@link OutOfMemoryError} met here is mostly the work
 * of another thread and passes, while a node that trains on without heartbeats has lost its place.
 */
public final class HeartbeatLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeartbeatLoop.class);

  /** However often somebody asks for an early heartbeat. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(50);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  private final NodeId node;
  private final Directory directory;
  private final Pulse pulse;
  private final Backoff backoff;
  private final Threads threads;
  private final Thread thread;
  private final Lock lock;
  private final Condition wake;
  private boolean due;
  private boolean stopping;
  private boolean connected = true;

  /** What a heartbeat says and what is made of its answer; called on the loop's thread. */
  public interface Pulse {
    Heartbeat heartbeat();

    void answered(HeartbeatReply reply);

    /** The registry does not know the node: register again, with the same id. */
    void forgotten();
  }

  public HeartbeatLoop(NodeId node, Directory directory, Pulse pulse, Backoff backoff) {
    this(node, directory, pulse, backoff, Threads.ofJvm());
  }

  public HeartbeatLoop(
      NodeId node, Directory directory, Pulse pulse, Backoff backoff, Threads threads) {
    this.node = requireNonNull(node, "node");
    this.directory = requireNonNull(directory, "directory");
    this.pulse = requireNonNull(pulse, "pulse");
    this.backoff = requireNonNull(backoff, "backoff");
    this.threads = requireNonNull(threads, "threads");
    thread = threads.newThread("heartbeat", this::run);
    lock = threads.newLock();
    wake = lock.newCondition();
  }

  public void start() {
    thread.start();
  }

  /** Beats as soon as possible: after a join, a new score, a lost coordinator. */
  public void beatNow() {
    lock.lock();
    try {
      due = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!isStopping()) {
      await(beat());
    }
  }

  /** Beats once and returns the pause until the next beat. */
  private Duration beat() {
    try {
      BeatResult result = directory.beat(node, pulse.heartbeat());
      if (result instanceof BeatResult.Renewed renewed) {
        regained();
        Duration next = renewed.reply().nextHeartbeat();
        backoff.limit(next);
        pulse.answered(renewed.reply());
        return next;
      }
      pulse.forgotten();
      return backoff.next();
    } catch (RegistryUnavailableException e) {
      lost(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.warn("heartbeat failed: {}", e.getMessage());
      log.debug("heartbeat failed", e);
    } catch (Error e) {
      log.error("heartbeat failed, the next one is tried all the same", e);
    }
    return backoff.next();
  }

  private void lost(String reason) {
    if (connected && !isStopping()) {
      log.warn("registry lost, work goes on without it: {}", reason);
    }
    connected = false;
  }

  private void regained() {
    if (!connected) {
      log.info("registry is back");
    }
    connected = true;
    backoff.reset();
  }

  private void await(Duration pause) {
    lock.lock();
    try {
      long nanos = pause.toNanos();
      if (!stopping) {
        nanos -= LEAST_PAUSE.toNanos() - wake.awaitNanos(LEAST_PAUSE.toNanos());
      }
      while (!due && !stopping && nanos > 0) {
        nanos = wake.awaitNanos(nanos);
      }
      due = false;
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      boolean unused = threads.join(thread, STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
