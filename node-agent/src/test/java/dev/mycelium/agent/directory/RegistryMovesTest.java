package dev.mycelium.agent.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The registry moves to another machine, and its name with it: a node that has run all the time
 * finds it, without a restart, as soon as Java asks for the name again (every 30 s unless told
 * otherwise; every second here).
 */
class RegistryMovesTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final byte[] REPLY =
      "{\"status\": \"ONLINE\", \"next_heartbeat\": \"PT0.1S\", \"lease\": \"PT3S\"}"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void isFoundUnderItsNewAddress() throws Exception {
    AtomicInteger before = new AtomicInteger();
    AtomicInteger after = new AtomicInteger();
    HttpServer old = registry("127.0.0.1", 0, before);
    int port = old.getAddress().getPort();
    HttpServer moved = registry("127.0.0.2", port, after);
    name("127.0.0.1 registry.test");
    Process node = node(port);
    try {
      await().atMost(SOON).until(() -> before.get() > 1);

      old.stop(0);
      name("127.0.0.9 another.test");
      moved.start();
      name("127.0.0.2 registry.test");

      await().atMost(SOON).until(() -> !node.isAlive() || after.get() > 1);
      assertThat(node.isAlive()).isTrue();
    } finally {
      node.destroyForcibly();
      moved.stop(0);
    }
  }

  /** The node: nothing but its heartbeats. */
  public static void main(String[] arguments) throws InterruptedException {
    Backoff backoff =
        new Backoff(Duration.ofMillis(100), Duration.ofMillis(200), new SplittableRandom(1));
    HttpDirectory directory = new HttpDirectory(URI.create(arguments[0]));
    new HeartbeatLoop(new NodeId("node-1"), directory, new Quiet(), backoff).start();
    Thread.currentThread().join();
  }

  private static final class Quiet implements HeartbeatLoop.Pulse {
    @Override
    public Heartbeat heartbeat() {
      return Heartbeat.empty();
    }

    @Override
    public void answered(HeartbeatReply reply) {}

    @Override
    public void forgotten() {}
  }

  private Process node(int port) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djdk.net.hosts.file=" + folder.resolve("hosts"),
                "-Dsun.net.inetaddr.ttl=1",
                "-Dsun.net.inetaddr.negative.ttl=1",
                "-cp",
                System.getProperty("java.class.path"),
                RegistryMovesTest.class.getName(),
                "http://registry.test:" + port))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("node.out").toFile())
        .start();
  }

  /** Whole at any moment, as the answers of a name server are. */
  private void name(String line) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), line + "\n");
    Files.move(next, folder.resolve("hosts"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static HttpServer registry(String host, int port, AtomicInteger beats)
      throws IOException {
    HttpServer server = HttpServer.create();
    try {
      server.bind(new InetSocketAddress(host, port), 0);
    } catch (BindException oneAddressOnly) {
      assumeTrue(false, host + " cannot be listened on here: " + oneAddressOnly.getMessage());
    }
    server.createContext(
        "/",
        exchange -> {
          beats.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, REPLY.length);
          exchange.getResponseBody().write(REPLY);
          exchange.close();
        });
    if (port == 0) {
      server.start();
    }
    return server;
  }
}
