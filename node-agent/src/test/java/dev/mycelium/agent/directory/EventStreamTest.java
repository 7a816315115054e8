package dev.mycelium.agent.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mycelium.wire.node.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log as it grows, from a registry whose connections break wherever they like. */
class EventStreamTest {
  private final Queue<String> connections = new ConcurrentLinkedQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/events", this::answer);
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void goesOnWhereTheConnectionBroke() {
    connections.add("id:41\n:events after 41\n\n" + event(42) + event(43).substring(0, 30));
    connections.add("");
    connections.add(event(43) + ":still here\n\n" + event(44));

    assertThat(follow(null, 3)).containsExactly(42L, 43L, 44L);
    assertThat(asked).containsExactly("none", "42", "42");
  }

  @Test
  void goesOnAfterAQuietConnection() {
    connections.add("id:41\n:events after 41\n\n");
    connections.add(event(42));

    assertThat(follow(null, 1)).containsExactly(42L);
    assertThat(asked).containsExactly("none", "41");
  }

  @Test
  void beginsWhereItIsTold() {
    connections.add(event(8));

    assertThat(follow(7L, 1)).containsExactly(8L);
    assertThat(asked).containsExactly("7");
  }

  @Test
  void beginsAgainWithARegistryThatLostItsLog() {
    connections.add(event(42));
    connections.add(event(1) + event(2));

    assertThat(follow(41L, 3)).containsExactly(42L, 1L, 2L);
  }

  @Test
  void asksForWhatIsWanted() {
    EventQuery query = new EventQuery("node_moved", null, new NodeId("a b"));

    assertThat(query.text()).isEqualTo("&kind=node_moved&node_id=a+b");
  }

  @Test
  void saysThatTheRegistryIsAwayAtTheStart() {
    server.stop(0);

    assertThatThrownBy(() -> follow(null, 1)).isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void saysThatTheRegistryHasNoSuchLog() {
    assertThatThrownBy(() -> follow(null, 1))
        .isInstanceOf(RegistryRefusedException.class)
        .hasMessageContaining("404");
  }

  private List<Long> follow(@Nullable Long after, int count) {
    List<Long> ids = new ArrayList<>();
    Backoff backoff =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new SplittableRandom(1));
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (EventStream stream =
        new EventStream(RegistryAccess.direct(uri), EventQuery.ANY, after, backoff)) {
      stream.follow(
          event -> {
            ids.add(event.id());
            if (ids.size() == count) {
              stream.stop();
            }
          });
    }
    return ids;
  }

  private static String event(long id) {
    return """
        id:%d
        data:{"id":%d,"at":"2026-01-01T00:00:00Z","kind":"node_joined","subjects":{},"reason":"r","figures":{}}

        """
        .formatted(id, id);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String lastId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    asked.add(lastId == null ? "none" : lastId);
    String text = connections.poll();
    byte[] bytes = text == null ? new byte[0] : text.getBytes(UTF_8);
    exchange.sendResponseHeaders(text == null ? 404 : 200, 0);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
