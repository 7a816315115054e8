package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** More callers than the process may hold files open: some wait, and nothing breaks. */
class FileLimitTest {
  private static final int FILES = 256;

  /** What OpenFiles keeps for the registry itself. */
  private static final int KEPT = 64;

  private static final int CALLERS = 1000;
  private static final byte[] HEALTH =
      "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<SocketChannel> answered = new HashSet<>();

  @Test
  void servesSomeAndRecoversWhenTheOthersHaveGone() throws Exception {
    try (RegistryProcess registry = RegistryProcess.started(limited(), Map.of())) {
      URI url = URI.create(registry.url());
      assertThat(register(url)).isEqualTo(200);
      List<SocketChannel> callers = flood(url);
      try {
        await()
            .atMost(Duration.ofMinutes(3))
            .until(() -> register(url) == 200 && answered(callers) > 0);
        assertThat(register(url)).as("on the connection that was there before").isEqualTo(200);
        assertThat(answered(callers)).isLessThanOrEqualTo(FILES - KEPT);
      } finally {
        for (SocketChannel caller : callers) {
          caller.close();
        }
      }

      await()
          .atMost(Duration.ofMinutes(3))
          .ignoreExceptions()
          .until(() -> register(url, HttpClient.newHttpClient()) == 200);
    }
  }

  private static List<String> limited() {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + FILES + "; exec \"$@\"", "sh"));
    command.addAll(
        RegistryProcess.command(
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
            "--port",
            "0",
            "--database",
            RunningRegistry.temporaryFile().toString()));
    return command;
  }

  /** Connections that each ask once and are held open; where none comes about, none. */
  private static List<SocketChannel> flood(URI url) throws IOException {
    List<SocketChannel> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      SocketChannel caller = SocketChannel.open();
      caller.configureBlocking(false);
      caller.connect(new InetSocketAddress(url.getHost(), url.getPort()));
      callers.add(caller);
    }
    for (SocketChannel caller : callers) {
      if (caller.isConnectionPending() && caller.finishConnect()) {
        caller.write(ByteBuffer.wrap(HEALTH));
      } else if (caller.isConnected()) {
        caller.write(ByteBuffer.wrap(HEALTH));
      }
    }
    return callers;
  }

  private int answered(List<SocketChannel> callers) {
    callers.stream().filter(FileLimitTest::isAnswered).forEach(answered::add);
    return answered.size();
  }

  private static boolean isAnswered(SocketChannel caller) {
    try {
      return caller.isConnected() && caller.read(ByteBuffer.allocate(1000)) > 0;
    } catch (IOException turnedAway) {
      return false;
    }
  }

  private int register(URI url) throws Exception {
    return register(url, http);
  }

  private static int register(URI url, HttpClient client) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/nodes/register"))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"node_address\": \"h:1\"}"))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }
}
