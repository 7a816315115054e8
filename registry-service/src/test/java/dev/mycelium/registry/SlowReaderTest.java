package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** An answer that is taken byte by byte is given up as a whole, though each byte goes in time. */
class SlowReaderTest {
  private static final int DEADLINE_MILLIS = 60_000;
  private static final int SIPS = 20;
  private static final int ROUNDS = 512;
  private static final int LETTERS = 65_000;

  @Test
  void givesUpAnAnswerThatIsSippedAndHangsUp() throws Exception {
    try (RunningRegistry registry =
        RunningRegistry.on(RunningRegistry.temporaryFile(), "--access.answer-timeout=100ms")) {
      String path = "/groups/" + groupWithALongHistory(registry) + "/rounds";

      try (Socket socket = connect(URI.create(registry.url()), path)) {
        assertThat(taken(socket)).isBetween(1L, (long) ROUNDS * LETTERS);
      }
    }
  }

  /** 33 MB to read: far more than all buffers between a registry and its caller hold. */
  private static String groupWithALongHistory(RunningRegistry registry) {
    String group = new Story(registry).group(1);
    registry
        .bean(JdbcTemplate.class)
        .update(
            """
            with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
            insert into rounds (group_id, round, epoch, outcome, cause, coordinator, ended_at)
            select ?, i, 1, 'rejected', ?, 'node', 0 from n
            """,
            ROUNDS,
            group,
            "a".repeat(LETTERS));
    return group;
  }

  private static Socket connect(URI registry, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(registry.getHost(), registry.getPort()));
    socket.setSoTimeout(DEADLINE_MILLIS);
    String head =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
            .formatted(path, registry.getAuthority());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Bytes until the registry hung up: sip by sip at first, then as fast as they come. */
  private static long taken(Socket socket) throws Exception {
    AtomicLong taken = new AtomicLong();
    CountDownLatch sips = new CountDownLatch(SIPS);
    ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
    try {
      InputStream answer = socket.getInputStream();
      reader.scheduleWithFixedDelay(
          () -> {
            taken.addAndGet(sip(answer));
            sips.countDown();
          },
          0,
          25,
          TimeUnit.MILLISECONDS);
      assertThat(sips.await(60, TimeUnit.SECONDS)).isTrue();
      reader.shutdown();
      assertThat(reader.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      socket.setReceiveBufferSize(1 << 20);
      for (int more = 1; more > 0; taken.addAndGet(more)) {
        more = sip(answer);
      }
      return taken.get();
    } finally {
      reader.shutdownNow();
    }
  }

  /** 0 at the end, be it kind or not. */
  private static int sip(InputStream answer) {
    try {
      return Math.max(0, answer.read(new byte[65_536]));
    } catch (SocketException reset) {
      return 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
