package dev.mycelium.agent.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way between a member and its coordinator that is as bad as a test makes it. Troubles go
 * together, and each counts how often it struck. A connection that is reset ends with RST, not with
 * an orderly end.
 */
final class TcpProxy implements AutoCloseable {
  private static final int PIECE = 4096;

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService pumps =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger resetsLeft = new AtomicInteger();
  private final AtomicLong bytesToReset = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger resets = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger copies = new AtomicInteger();
  private final AtomicLong passed = new AtomicLong();
  private volatile int target;
  private volatile long resetAfter;
  private volatile double share;
  private volatile SplittableRandom chance = new SplittableRandom(1);
  private volatile long bytesPerSecond = Long.MAX_VALUE;
  private volatile long delayMillis;
  private volatile boolean partitioned;
  private volatile boolean twice;

  TcpProxy(int target) throws IOException {
    this.target = target;
    pumps.execute(this::accept);
  }

  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** The coordinator is elsewhere now; what went to the old place ends. */
  void leadTo(int port) {
    target = port;
    links.forEach(Link::reset);
  }

  /** The connection that carries the byte after so many is reset, and so on, so many times. */
  void reset(long afterBytes, int times) {
    resetAfter = afterBytes;
    resetsLeft.set(times);
    bytesToReset.set(afterBytes);
  }

  /** Of all requests, and of all answers, this share is lost with its connection. */
  void lose(double lostShare, long seed) {
    chance = new SplittableRandom(seed);
    share = lostShare;
  }

  /** Each byte waits so long for its way. */
  void delay(long millis) {
    delayMillis = millis;
  }

  /** For each connection and direction. */
  void throttle(long perSecond) {
    bytesPerSecond = perSecond;
  }

  /** Nothing comes through and nobody is let in, until it is healed. */
  void partition(boolean off) {
    partitioned = off;
    if (off) {
      links.forEach(Link::reset);
    }
  }

  /** From the next connection on, every request comes twice, on two connections side by side. */
  void duplicate() {
    twice = true;
  }

  int resets() {
    return resets.get();
  }

  int lost() {
    return lost.get();
  }

  /** Pieces of requests that came twice. */
  int copies() {
    return copies.get();
  }

  /** Bytes that came through. */
  long passed() {
    return passed.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket member = door.accept();
        if (partitioned) {
          reset(member);
        } else {
          open(member);
        }
      }
    } catch (IOException ended) {
      pumps.shutdown();
    }
  }

  private void open(Socket member) {
    try {
      Link link = new Link(member, connect(), twice ? connect() : null);
      links.add(link);
      pumps.execute(link::up);
      pumps.execute(link::down);
      if (link.copy != null) {
        pumps.execute(link::sendCopies);
        pumps.execute(link::drain);
      }
    } catch (IOException | RejectedExecutionException nobodyThere) {
      reset(member);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), target);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException closedAlready) {
      // By the other direction.
    }
  }

  /** A member's connection, the one behind it, and perhaps one for copies of its requests. */
  private final class Link {
    private final Socket member;
    private final Socket coordinator;
    private final Socket copy;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private boolean asking;

    Link(Socket member, Socket coordinator, Socket copy) {
      this.member = member;
      this.coordinator = coordinator;
      this.copy = copy;
    }

    void up() {
      pump(member, coordinator, true);
    }

    void down() {
      pump(coordinator, member, false);
    }

    /** As fast as the coordinator takes them, which can be long after the originals. */
    void sendCopies() {
      try {
        while (true) {
          copy.getOutputStream().write(waiting.take());
          copies.incrementAndGet();
        }
      } catch (IOException ended) {
        // With its link, or refused in the middle.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** What is answered to the copies is of no interest. */
    void drain() {
      try {
        copy.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException ended) {
        // With its link.
      }
    }

    private void pump(Socket from, Socket to, boolean up) {
      byte[] buffer = new byte[PIECE];
      try {
        InputStream in = from.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          if (isLost(up) || isReset(count)) {
            break;
          }
          linger(count);
          to.getOutputStream().write(buffer, 0, count);
          passed.addAndGet(count);
          if (up && copy != null) {
            waiting.add(Arrays.copyOf(buffer, count));
          }
        }
      } catch (IOException broken) {
        // The other direction ends with this one.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        reset();
      }
    }

    /** Drawn once for each request and once for each answer. */
    private synchronized boolean isLost(boolean up) {
      boolean turned = up != asking;
      asking = up;
      boolean drawn = turned && share > 0 && draw() < share;
      lost.addAndGet(drawn ? 1 : 0);
      return drawn;
    }

    void reset() {
      links.remove(this);
      TcpProxy.reset(member);
      TcpProxy.reset(coordinator);
      if (copy != null) {
        TcpProxy.reset(copy);
      }
    }
  }

  private synchronized double draw() {
    return chance.nextDouble();
  }

  private boolean isReset(int count) {
    if (resetsLeft.get() <= 0 || bytesToReset.addAndGet(-count) >= 0) {
      return false;
    }
    bytesToReset.set(resetAfter);
    resetsLeft.decrementAndGet();
    resets.incrementAndGet();
    return true;
  }

  private void linger(int count) throws InterruptedException {
    long millis = delayMillis + 1000L * count / bytesPerSecond;
    if (millis > 0 && closed.await(millis, TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("closed");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::reset);
    var unused = pumps.shutdownNow();
  }
}
