package dev.mycelium.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The way to a server, on which nothing more comes through for a while, and nobody hangs up. */
final class SilencedServer implements AutoCloseable {
  private final int server;
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private volatile boolean silent;

  SilencedServer(int server) throws IOException {
    this.server = server;
    threads.execute(this::listen);
  }

  int port() {
    return door.getLocalPort();
  }

  /** What is sent from now on is lost, on every connection. */
  void silence() {
    silent = true;
  }

  /** New connections come through again. */
  void speak() {
    silent = false;
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }

  private void listen() {
    try {
      while (!door.isClosed()) {
        Socket caller = door.accept();
        Socket called = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(caller);
        open.add(called);
        threads.execute(() -> pass(caller, called));
        threads.execute(() -> pass(called, caller));
      }
    } catch (IOException closed) {
      threads.shutdown();
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[8192];
    boolean lost = false;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        lost |= silent;
        if (!lost) {
          out.write(bytes, 0, count);
        }
      }
    } catch (IOException gone) {
      // Both ends are closed, and that is all there is to do.
    }
  }
}
