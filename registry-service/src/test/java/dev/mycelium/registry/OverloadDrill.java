package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Ten times as many heartbeats as the registry can write, for a minute, from callers that ask again
 * at once whatever they are told. Goodput is heartbeats answered 200 (each synced to disk before);
 * it is measured before, during and after. Callers and registry share the machine, so that the
 * callers' own work lowers the figure. Not part of the build: {@code ./mvnw -pl registry-service
 * -am test -Dtest=OverloadDrill -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OverloadDrill {
  private static final int SECONDS = Integer.getInteger("mycelium.drill.seconds", 60);
  private static final int FEW = 32;
  private static final int MANY = 1000;
  private static final int NODES = 50;

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
  void keepsUpItsWorkAndPutsTheRestOff() throws Exception {
    try (RegistryProcess registry =
        RegistryProcess.started(
            RegistryProcess.command(
                List.of("-Xmx256m"),
                "--port",
                "0",
                "--database",
                RunningRegistry.temporaryFile().toString()),
            Map.of())) {
      URI url = URI.create(registry.url());
      register(url);
      load(url, FEW, SECONDS / 2);
      Rate peak = load(url, FEW, SECONDS / 4);
      Rate flood = load(url, MANY, SECONDS);
      Rate after = load(url, FEW, 5);

      System.out.printf(
          "peak with %d callers: %s%n%d callers, %d s: %s; offered %.1f times the peak, goodput"
              + " %.0f %% of it%nthe 5 s after: %s%n",
          FEW,
          peak,
          MANY,
          SECONDS,
          flood,
          flood.offered() / peak.kept(),
          100 * flood.kept() / peak.kept(),
          after);
      assertThat(flood.kept()).isPositive();
      assertThat(flood.shed()).isPositive();
      assertThat(after.kept()).isGreaterThan(peak.kept() / 2);
    }
  }

  private Rate load(URI url, int callers, int seconds) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      byte[] request = heartbeat(url, caller % NODES);
      Thread thread = new Thread(null, () -> call(url, request, over), "caller", 1 << 17);
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

  private void call(URI url, byte[] request, AtomicBoolean over) {
    while (!over.get()) {
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.setSoTimeout(30_000);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (!over.get()) {
          socket.getOutputStream().write(request);
          count(status(in));
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

  /** Reads one answer to its end, of known length or in chunks. */
  private static int status(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).split(" ")[1]);
    long length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(header.substring(15).strip());
      }
    }
    if (length >= 0) {
      in.skipNBytes(length);
      return status;
    }
    for (long chunk = size(in); chunk > 0; chunk = size(in)) {
      in.skipNBytes(chunk + 2);
    }
    line(in);
    return status;
  }

  private static long size(InputStream in) throws IOException {
    return Long.parseLong(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int letter = in.read(); letter != '\n'; letter = in.read()) {
      if (letter < 0) {
        throw new IOException("ended before the answer did");
      }
      line.append((char) letter);
    }
    return line.toString().strip();
  }

  private void register(URI url) throws IOException {
    for (int node = 0; node < NODES; node++) {
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        String body = "{\"node_address\": \"h:1\", \"node_id\": \"node-%d\"}".formatted(node);
        socket.getOutputStream().write(post(url, "/nodes/register", body));
        assertThat(status(socket.getInputStream())).isEqualTo(200);
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
