package dev.mycelium.registry.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up hosts within a time. The platform's look-up of a name knows no limit and cannot be
 * interrupted, so that names have threads of their own; one that hangs holds its thread until the
 * platform gives up. While all hang no name is looked up, but literal addresses still are.
 */
final class Lookups implements AutoCloseable {
  /** Fewer than there are threads that call, so that slow names never hold all of those. */
  private static final int THREADS = 16;

  private final Resolver resolver;
  private final ThreadPoolExecutor threads;

  Lookups(Resolver resolver) {
    this.resolver = resolver;
    this.threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            work -> Watchdog.daemon(work, "dial-back-lookup"));
  }

  /** Who knows the addresses of hosts. */
  interface Resolver {
    InetAddress resolve(String host) throws UnknownHostException;
  }

  /**
   * @throws RejectedExecutionException if too many look-ups are under way
   */
  InetAddress address(CallAddress called, Deadline deadline) throws IOException {
    if (called.isLiteral()) {
      return resolver.resolve(called.host());
    }
    Future<InetAddress> answer = threads.submit(() -> resolver.resolve(called.host()));
    try {
      return answer.get(deadline.millisLeft(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new IOException("node_address: no address of that name", failure.getCause());
    } catch (TimeoutException slow) {
      throw new SocketTimeoutException("node_address: no address of that name in time");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
