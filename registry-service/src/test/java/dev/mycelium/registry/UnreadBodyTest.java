package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

  private String statusOf(String method, String rest) throws IOException {
    return status(method + " /groups/g/performance", rest);
  }

  private String status(String methodAndPath, String rest) throws IOException {
    try (Socket socket = new Socket(registry.getHost(), registry.getPort())) {
      socket.setSoTimeout(DEADLINE_MILLIS);
      String head = "%s HTTP/1.1\r\nHost: %s\r\n".formatted(methodAndPath, registry.getAuthority());
      socket.getOutputStream().write((head + rest).getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }
}
