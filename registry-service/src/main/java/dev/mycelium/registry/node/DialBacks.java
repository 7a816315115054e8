package dev.mycelium.registry.node;

import dev.mycelium.registry.share.Shares;
import dev.mycelium.wire.node.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Calls nodes that have a key and offer to coordinate at the addresses that they claim, beside the
 * requests that made it necessary: on a bounded number of threads, from a short queue, each node
 * once and each address a few times at a time. What finds no place comes again with the node's next
 * heartbeat.
 */
@Component
@EnableConfigurationProperties(DialBackSettings.class)
class DialBacks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DialBacks.class);
  private static final int THREADS = 32;

  /**
   * Calls at once to one address, so that whoever claims it for many nodes holds up few threads.
   */
  private static final int AT_ONE_ADDRESS = 4;

  private static final int QUEUE = 256;

  private final Reachability reachability;
  private final DialBackSettings settings;
  private final boolean loopback;
  private final Set<NodeId> pending = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;
  private final Lookups lookups;
  private final Shares addresses = new Shares();
  private final Watchdog watchdog;

  DialBacks(
      Reachability reachability,
      DialBackSettings settings,
      @Value("${server.address}") InetAddress listening) {
    this.reachability = reachability;
    this.settings = settings;
    this.loopback = listening.isLoopbackAddress();
    this.threads = pool();
    this.lookups = new Lookups(InetAddress::getByName);
    this.watchdog = new Watchdog();
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void on(DialBackDue due) {
    if (!pending.add(due.node())) {
      return;
    }
    try {
      threads.execute(() -> call(due));
    } catch (RejectedExecutionException full) {
      pending.remove(due.node());
      LOG.debug("no room to call node {}", due.node());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    lookups.close();
    watchdog.close();
  }

  private void call(DialBackDue due) {
    try {
      reachability.keep(due, isReached(due));
    } catch (RejectedExecutionException full) {
      LOG.debug("no room to reach node {}", due.node());
    } catch (RuntimeException failure) {
      LOG.warn("what became of a call is lost, it is made again, node={}", due.node(), failure);
    } finally {
      pending.remove(due.node());
    }
  }

  private boolean isReached(DialBackDue due) {
    Deadline deadline = Deadline.in(settings.timeout());
    try {
      CallAddress called = CallAddress.of(due.address());
      InetSocketAddress target = called.at(lookups.address(called, deadline), loopback);
      make(due, called, target, deadline);
      return true;
    } catch (IOException failure) {
      LOG.debug("node not reached, node={} {}", due.node(), failure.toString());
      return false;
    }
  }

  private void make(
      DialBackDue due, CallAddress called, InetSocketAddress target, Deadline deadline)
      throws IOException {
    String holder = Shares.holder(target.getAddress());
    if (!addresses.take(holder, AT_ONE_ADDRESS)) {
      throw new RejectedExecutionException("calls to one address: " + AT_ONE_ADDRESS);
    }
    try {
      String nonce = UUID.randomUUID().toString();
      new Call(due.node(), due.publicKey(), nonce).make(called, target, deadline, watchdog);
    } finally {
      addresses.free(holder);
    }
  }

  private static ThreadPoolExecutor pool() {
    AtomicLong number = new AtomicLong();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            work -> Watchdog.daemon(work, "dial-back-" + number.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
