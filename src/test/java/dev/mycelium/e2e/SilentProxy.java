package dev.mycelium.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a registry that can fall silent: what is sent then waits, in one direction or in both,
 * and arrives when it is healed, as TCP's repetitions do. Nobody is told that anything is wrong.
 */
final class SilentProxy implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService pumps = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Direction> silent = EnumSet.noneOf(Direction.class);
  private final int target;
  private int held;

  enum Direction {
    TO_REGISTRY,
    TO_NODE
  }

  SilentProxy(URI registry) throws IOException {
    target = registry.getPort();
    pumps.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  void silence(Set<Direction> directions) {
    lock.lock();
    try {
      silent.addAll(directions);
    } finally {
      lock.unlock();
    }
  }

  void heal() {
    lock.lock();
    try {
      silent.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many pieces wait for the healing. */
  int held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket node = door.accept();
        Socket registry = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(node, registry));
        pumps.execute(() -> pump(node, registry, Direction.TO_REGISTRY));
        pumps.execute(() -> pump(registry, node, Direction.TO_NODE));
      }
    } catch (IOException closed) {
      pumps.shutdown();
    }
  }

  private void pump(Socket from, Socket to, Direction direction) {
    byte[] buffer = new byte[4096];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitPassage(direction);
        out.write(buffer, 0, count);
      }
    } catch (IOException broken) {
      // The other direction ends with this one.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitPassage(Direction direction) throws InterruptedException {
    lock.lock();
    try {
      while (silent.contains(direction)) {
        held++;
        changed.await();
        held--;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    pumps.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
