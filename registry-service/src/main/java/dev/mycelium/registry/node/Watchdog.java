package dev.mycelium.registry.node;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes sockets at their deadline, under whoever reads or writes then. A socket's own timeout
 * counts from byte to byte: a peer that sends one now and then, in a TLS handshake say, never
 * reaches it.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final ScheduledThreadPoolExecutor thread;

  Watchdog() {
    thread = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "dial-back-watchdog"));
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(1, TimeUnit.MINUTES);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Whoever is done with the socket cancels what this returns. */
  Future<?> watch(Socket socket, Deadline deadline) throws SocketTimeoutException {
    return thread.schedule(() -> end(socket), deadline.millisLeft(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      LOG.debug("socket not closed: {}", failure.toString());
    }
  }
}
