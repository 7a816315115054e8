package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A body that comes byte by byte is given up as a whole, though each byte comes in time. */
class SlowBodyTest {
  private static final int DEADLINE_MILLIS = 60_000;

  @Test
  void givesUpABodyThatDripsAndHangsUp() throws IOException {
    ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
    try (RunningRegistry registry =
            RunningRegistry.on(RunningRegistry.temporaryFile(), "--access.body-timeout=300ms");
        Socket socket = connect(URI.create(registry.url()))) {
      OutputStream out = socket.getOutputStream();
      drips.scheduleAtFixedRate(() -> drip(out), 0, 50, TimeUnit.MILLISECONDS);

      assertThat(untilHungUp(socket))
          .startsWith("HTTP/1.1 408")
          .contains("urn:mycelium:problem:body-too-slow");
    } finally {
      drips.shutdownNow();
    }
  }

  private static Socket connect(URI registry) throws IOException {
    Socket socket = new Socket(registry.getHost(), registry.getPort());
    socket.setSoTimeout(DEADLINE_MILLIS);
    String head =
        "POST /nodes/register HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
            .formatted(registry.getAuthority());
    socket
        .getOutputStream()
        .write((head + "Content-Length: 100000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** The registry's machine may reset the connection for the bytes that nobody reads any more. */
  private static String untilHungUp(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketException reset) {
      assertThat(answer.size()).isPositive();
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  /** Fails, and is then not repeated, when the registry has hung up. */
  private static void drip(OutputStream out) {
    try {
      out.write(' ');
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }
}
