package dev.mycelium.agent.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body that is being read, within reach of whoever wants to end it: a request's time limit ends
 * with its headers, and a sender that stopped in the middle would hold the reader for ever.
 */
final class Download implements AutoCloseable {
  private final Duration atMost;
  private final AtomicReference<@Nullable InputStream> current = new AtomicReference<>();
  private volatile boolean closed;

  Download(Duration atMost) {
    this.atMost = atMost;
  }

  /** The body, which ends with an exception when its time is over or this is closed. */
  InputStream of(InputStream body) {
    current.set(body);
    CompletableFuture.delayedExecutor(atMost.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> end(body));
    if (closed) {
      end(body);
    }
    return body;
  }

  @Override
  public void close() {
    closed = true;
    InputStream body = current.getAndSet(null);
    if (body != null) {
      end(body);
    }
  }

  private static void end(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
