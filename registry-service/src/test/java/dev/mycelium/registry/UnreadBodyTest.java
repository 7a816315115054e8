package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long bodies are refused while they are still on their way: the test never sends their rest. */
class UnreadBodyTest {
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
  private static final int DEADLINE_MILLIS = 60_000;

  private final URI registry = URI.create(RunningRegistry.shared().url());

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE", "POST"})
  void refusesAFormOfAnnouncedLength(String method) throws IOException {
    String status = statusOf(method, FORM + "Content-Length: 90000000\r\n\r\n");

    assertThat(status).startsWith("HTTP/1.1 413");
  }

  @Test
  void refusesAFormInChunks() throws IOException {
    String status = statusOf("PUT", FORM + "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n");

    assertThat(status).startsWith("HTTP/1.1 415");
  }

  @Test
  void refusesAShortForm() throws IOException {
    String status = statusOf("PUT", FORM + "Content-Length: 3\r\n\r\na=b");

    assertThat(status).startsWith("HTTP/1.1 415");
  }

  @Test
  void refusesALongBodyForAPathThatIsNoReference() throws IOException {
    String status = status("POST //", "Content-Length: 90000000\r\n\r\n");

    assertThat(status).startsWith("HTTP/1.1 413");
  }

  /** All say nothing more after their head; the one that finds no place is hung up on first. */
  @Test
  void waitsForTheRestOfFewAtATime() throws IOException {
    List<Socket> waitedFor = new ArrayList<>();
    try (RunningRegistry patient =
        RunningRegistry.on(
            RunningRegistry.temporaryFile(), "--server.tomcat.connection-timeout=5m")) {
      for (int i = 0; i < 32; i++) {
        waitedFor.add(refused(URI.create(patient.url())));
      }
      try (Socket oneMore = refused(URI.create(patient.url()))) {
        assertThat(isOpen(oneMore, DEADLINE_MILLIS)).isFalse();
      }

      assertThat(isOpen(waitedFor.get(31), 100)).isTrue();
    } finally {
      for (Socket socket : waitedFor) {
        socket.close();
      }
    }
  }

  /** A connection whose caller was told that its body is too long. */
  private static Socket refused(URI registry) throws IOException {
    Socket socket = connect(registry);
    send(socket, "PUT /groups/g/performance", "Content-Length: 90000000\r\n\r\n");
    byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
    assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    return socket;
  }

  /** Whether nothing but the answer came for so long. */
  private static boolean isOpen(Socket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      socket.getInputStream().readAllBytes();
      return false;
    } catch (SocketTimeoutException silent) {
      return true;
    }
  }

  private String statusOf(String method, String rest) throws IOException {
    return status(method + " /groups/g/performance", rest);
  }

  private String status(String methodAndPath, String rest) throws IOException {
    try (Socket socket = connect(registry)) {
      send(socket, methodAndPath, rest);
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  private static Socket connect(URI registry) throws IOException {
    Socket socket = new Socket(registry.getHost(), registry.getPort());
    socket.setSoTimeout(DEADLINE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String methodAndPath, String rest) throws IOException {
    String head = methodAndPath + " HTTP/1.1\r\nHost: localhost\r\n";
    socket.getOutputStream().write((head + rest).getBytes(StandardCharsets.US_ASCII));
  }
}
