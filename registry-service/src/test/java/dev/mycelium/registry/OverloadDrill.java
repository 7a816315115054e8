package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Fault catalogue, case 61: more heartbeats than the registry can or will write, for a minute, from
 * callers that heed no {@code Retry-After}. Goodput is heartbeats answered 200 (each synced to disk
 * before); it is measured before, during and after. Callers and registry share the machine, so that
 * the callers' own work lowers the figures. Linux only: one caller has an address of its own. Not
 * part of the build: {@code ./mvnw -pl registry-service -am test -Dtest=OverloadDrill
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OverloadDrill {
  private static final int SECONDS = Integer.getInteger("mycelium.drill.seconds", 60);
  private static final int LIMIT = 100;
  private static final int FEW = 32;
  private static final int MANY = 1000;
  private static final int NODES = 50;
  private static final String CROWD = "127.0.0.1";
  private static final String BYSTANDER = "127.0.0.2";
  private static final List<String> AS_SHIPPED =
      List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1");
  private static final Duration PACE = Duration.ofMillis(20);

  /** A thousand callers at this pace ask ten times as often as one address may. */
  private static final Duration CROWDS_PACE = Duration.ofSeconds(1);

  private final Random offsets = new Random(20261122);
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong shed = new AtomicLong();
  private final AtomicLong other = new AtomicLong();

  /** Answers a second: written, put off (429 or 503), and any other or none. */
  private record Rate(double kept, double shed, double other) {
    double offered() {
      return kept + shed + other;
    }

    @Override
    public String toString() {
      return "%.0f/s kept, %.0f/s put off, %.1f/s else".formatted(kept, shed, other);
    }
  }

  @Test
  void keepsUpItsWorkUnderAThousandCallers() throws Exception {
    try (RegistryProcess registry = started(Map.of())) {
      URI url = URI.create(registry.url());
      register(url);
      load(url, FEW, Duration.ZERO, SECONDS / 2);
      Rate peak = load(url, FEW, Duration.ZERO, SECONDS / 4);
      Rate flood = load(url, MANY, Duration.ZERO, SECONDS);
      Rate after = load(url, FEW, Duration.ZERO, 5);

      System.out.printf(
          "%d callers: %s%n%d callers, %d s: %s; goodput %.0f %% of before%nthe 5 s after: %s%n",
          FEW, peak, MANY, SECONDS, flood, 100 * flood.kept() / peak.kept(), after);
      assertThat(flood.kept()).isGreaterThan(0.8 * peak.kept());
      assertThat(after.kept()).isGreaterThan(0.8 * peak.kept());
    }
  }

  @Test
  void putsOffOneAddressThatAsksTooMuchAndServesAnother() throws Exception {
    Map<String, String> limited =
        Map.of("ACCESS_LIMITLOOPBACK", "true", "ACCESS_REQUESTSPERSECOND", String.valueOf(LIMIT));
    try (RegistryProcess registry = started(limited)) {
      URI url = URI.create(registry.url());
      register(url);
      load(url, 1, PACE, SECONDS / 4);
      Bystander before = new Bystander(url);
      load(url, 1, PACE, SECONDS / 4);
      Answers quiet = before.answers();
      Bystander during = new Bystander(url);
      Rate flood = load(url, MANY, CROWDS_PACE, SECONDS);
      Answers busy = during.answers();

      System.out.printf(
          "one address may ask %d times a second; %d callers there, %d s: %s; offered %.1f times"
              + " the limit, goodput %.0f %% of it%nanother address, before: %s%nduring: %s%n",
          LIMIT,
          MANY,
          SECONDS,
          flood,
          flood.offered() / LIMIT,
          100 * flood.kept() / LIMIT,
          quiet,
          busy);
      assertThat(flood.offered()).isGreaterThan(9.0 * LIMIT);
      assertThat(flood.kept()).isGreaterThan(0.8 * LIMIT);
      assertThat(busy.refused()).isZero();
    }
  }

  private static RegistryProcess started(Map<String, String> settings) throws IOException {
    String database = RunningRegistry.temporaryFile().toString();
    return RegistryProcess.started(
        RegistryProcess.command(AS_SHIPPED, "--port", "0", "--database", database), settings);
  }

  /** What one polite caller got, and how long it waited for it. */
  private record Answers(int kept, int refused, double medianMillis, double p99Millis) {
    @Override
    public String toString() {
      return "%d kept, %d refused, median %.1f ms, p99 %.1f ms"
          .formatted(kept, refused, medianMillis, p99Millis);
    }
  }

  /** Asks fifty times a second from an address of its own. */
  private static final class Bystander {
    private final URI url;
    private final List<Double> millis = new ArrayList<>();
    private final Thread thread = new Thread(this::ask, "bystander");
    private volatile boolean over;
    private int refused;

    Bystander(URI url) {
      this.url = url;
      thread.start();
    }

    Answers answers() throws InterruptedException {
      over = true;
      thread.join();
      Collections.sort(millis);
      int count = millis.size();
      return new Answers(
          count - refused, refused, millis.get(count / 2), millis.get(count * 99 / 100));
    }

    private void ask() {
      byte[] request = heartbeat(url, 0);
      while (!over) {
        long begin = System.nanoTime();
        try (Connection connection = new Connection(url, BYSTANDER)) {
          if (connection.ask(request) != 200) {
            refused++;
          }
        } catch (IOException gone) {
          refused++;
        }
        long took = System.nanoTime() - begin;
        millis.add(took / 1e6);
        LockSupport.parkNanos(PACE.toNanos() - took);
      }
    }
  }

  private Rate load(URI url, int callers, Duration pace, int seconds) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      byte[] request = heartbeat(url, caller % NODES);
      Thread thread = new Thread(null, () -> call(url, request, pace, over), "caller", 1 << 17);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    kept.set(0);
    shed.set(0);
    other.set(0);
    long begin = System.nanoTime();
    threads.get(0).join(TimeUnit.SECONDS.toMillis(seconds));
    double took = (System.nanoTime() - begin) / 1e9;
    Rate rate = new Rate(kept.get() / took, shed.get() / took, other.get() / took);
    over.set(true);
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    }
    return rate;
  }

  /** Asks whenever it is time to, and at once if it is late. */
  private void call(URI url, byte[] request, Duration pace, AtomicBoolean over) {
    long next = System.nanoTime() + offsets.nextLong(Math.max(1, pace.toNanos()));
    while (!over.get()) {
      try (Connection connection = new Connection(url, CROWD)) {
        while (!over.get() && connection.isOpen()) {
          LockSupport.parkNanos(next - System.nanoTime());
          next += pace.toNanos();
          count(connection.ask(request));
        }
      } catch (IOException gone) {
        other.incrementAndGet();
      }
    }
  }

  private void count(int status) {
    AtomicLong counter = status == 200 ? kept : status == 503 || status == 429 ? shed : other;
    counter.incrementAndGet();
  }

  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private boolean open = true;

    Connection(URI url, String from) throws IOException {
      socket = new Socket(url.getHost(), url.getPort(), InetAddress.getByName(from), 0);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** False once the registry said that it closes. */
    boolean isOpen() {
      return open;
    }

    /** Sends a request, and reads its answer to the end, of known length or in chunks. */
    int ask(byte[] request) throws IOException {
      socket.getOutputStream().write(request);
      int status = Integer.parseInt(line().split(" ")[1]);
      long length = -1;
      for (String header = line(); !header.isEmpty(); header = line()) {
        String plain = header.toLowerCase(Locale.ROOT);
        if (plain.startsWith("content-length:")) {
          length = Long.parseLong(header.substring(15).strip());
        }
        open &= !plain.equals("connection: close");
      }
      if (length >= 0) {
        in.skipNBytes(length);
        return status;
      }
      for (long chunk = size(); chunk > 0; chunk = size()) {
        in.skipNBytes(chunk + 2);
      }
      line();
      return status;
    }

    private long size() throws IOException {
      return Long.parseLong(line(), 16);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int letter = in.read(); letter != '\n'; letter = in.read()) {
        if (letter < 0) {
          throw new IOException("ended before the answer did");
        }
        line.append((char) letter);
      }
      return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void register(URI url) throws IOException {
    for (int node = 0; node < NODES; node++) {
      try (Connection connection = new Connection(url, CROWD)) {
        String body = "{\"node_address\": \"h:1\", \"node_id\": \"node-%d\"}".formatted(node);
        assertThat(connection.ask(post(url, "/nodes/register", body))).isEqualTo(200);
      }
    }
  }

  private static byte[] heartbeat(URI url, int node) {
    return post(url, "/nodes/node-" + node + "/heartbeat", "{}");
  }

  private static byte[] post(URI url, String path, String body) {
    return """
    POST %s HTTP/1.1
    Host: %s
    Content-Type: application/json
    Content-Length: %d

    %s"""
        .formatted(path, url.getAuthority(), body.length(), body)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
