package dev.mycelium.agent.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Bringing a blob to a coordinator that puts it off more than once. */
class BlobUploadTest {
  private static final int PUT_OFF = 3;

  @TempDir Path folder;
  private final Logger logger = (Logger) LoggerFactory.getLogger(BlobUpload.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void begin() throws IOException {
    logged.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(logged);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void end() {
    logger.detachAppender(logged);
    logger.setLevel(null);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      body.readAllBytes();
      boolean putOff =
          exchange.getRequestMethod().equals("PUT") && attempts.incrementAndGet() <= PUT_OFF;
      if (putOff) {
        exchange.getResponseHeaders().set(RetryAfter.HEADER, "0");
      }
      exchange.sendResponseHeaders(putOff ? 503 : 204, -1);
    }
  }

  @Test
  void tellsOnceThatItIsPutOffAndGoesOn() {
    BlobStore blobs = BlobStore.open(folder, new BlobLimits(1_000, 1_000));
    Sha256 blob = blobs.put(new ByteArrayInputStream("an update".getBytes(UTF_8)));
    String address = "127.0.0.1:" + server.getAddress().getPort();

    try (PeerCalls calls = new PeerCalls(Peer.at(address))) {
      new BlobUpload(URI.create("http://" + address), calls, blobs).of(blob, new NodeId("n-1"));
    }

    assertThat(attempts).hasValue(PUT_OFF + 1);
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .startsWith("upload put off: coordinator=");
  }
}
