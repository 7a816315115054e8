package dev.mycelium.agent.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes between members and a coordinator, until a connection had as many as it may. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService pumps = Executors.newCachedThreadPool();
  private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
  private final int target;

  CuttingProxy(int target) throws IOException {
    this.target = target;
    pumps.execute(this::accept);
  }

  /** The connection that carries the byte after so many breaks; later ones are whole. */
  void cutAfter(long bytes) {
    bytesLeft.set(bytes);
  }

  boolean hasCut() {
    return bytesLeft.get() > 1L << 40;
  }

  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket member = door.accept();
        Socket coordinator = new Socket(InetAddress.getLoopbackAddress(), target);
        pumps.execute(() -> pump(member, coordinator));
        pumps.execute(() -> pump(coordinator, member));
      }
    } catch (IOException closed) {
      pumps.shutdown();
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[4096];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (bytesLeft.addAndGet(-count) < 0) {
          bytesLeft.set(Long.MAX_VALUE);
          return;
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException broken) {
      // The other direction ends with this one.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var unused = pumps.shutdownNow();
  }
}
