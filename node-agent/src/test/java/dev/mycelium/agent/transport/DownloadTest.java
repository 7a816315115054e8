package dev.mycelium.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DownloadTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Body body = new Body();

  @Test
  void endsTheBodyThatIsBeingReadWhenClosed() {
    Download download = new Download(LONG);
    InputStream unused = download.of(body);

    download.close();

    assertThat(body.closed).isTrue();
  }

  @Test
  void endsABodyThatArrivesAfterTheClose() {
    Download download = new Download(LONG);

    download.close();
    InputStream unused = download.of(body);

    assertThat(body.closed).isTrue();
  }

  @Test
  void endsABodyWhoseTimeIsOver() {
    try (Download download = new Download(Duration.ofSeconds(1))) {
      InputStream unused = download.of(body);

      await().atMost(Duration.ofSeconds(60)).until(() -> body.closed);
    }
  }

  private static final class Body extends ByteArrayInputStream {
    private volatile boolean closed;

    Body() {
      super(new byte[0]);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
