package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.event.NetworkEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The registry's log as it grows: server-sent events, each told once and in order. When the
 * connection breaks, or nothing has come for {@link RegistryTimes#STREAM_SILENCE}, it is opened
 * anew and goes on after the last event that was told.
 */
public final class EventStream implements AutoCloseable {
  private final RegistryHttp http;
  private final EventQuery query;
  private final Backoff backoff;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "event-silence");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());
  private volatile @Nullable InputStream body;
  private @Nullable String lastId;
  private String data = "";
  private @Nullable String id;

  /**
   * @param lastId goes on after this event; null: with what is to come
   * @param backoff between attempts to open it anew
   */
  public EventStream(
      RegistryAccess access, EventQuery query, @Nullable Long lastId, Backoff backoff) {
    this.http = new RegistryHttp(requireNonNull(access, "access"));
    this.query = requireNonNull(query, "query");
    this.lastId = lastId == null ? null : String.valueOf(lastId);
    this.backoff = requireNonNull(backoff, "backoff");
    watch.setRemoveOnCancelPolicy(true);
  }

  /**
   * Tells events on the caller's thread until {@link #stop}.
   *
   * @throws RegistryUnavailableException if the registry does not answer at the very start
   * @throws RegistryRefusedException if it has no such log
   */
  public void follow(Consumer<NetworkEvent> reader) {
    boolean opened = false;
    while (closed.getCount() > 0) {
      try (InputStream stream = http.stream("/events?" + query.text(), lastId)) {
        opened = true;
        body = stream;
        read(stream, reader);
      } catch (IOException | RegistryUnavailableException e) {
        if (!opened && e instanceof RegistryUnavailableException unavailable) {
          throw unavailable;
        }
      }
      pause();
    }
  }

  private void read(InputStream stream, Consumer<NetworkEvent> reader) throws IOException {
    data = "";
    id = lastId;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    ScheduledFuture<?> silence = afterSilence();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var unused = silence.cancel(false);
        silence = afterSilence();
        take(line, reader);
      }
    } finally {
      var unused = silence.cancel(false);
    }
  }

  /**
   * An event counts as told once its last line, an empty one, has come; half of one is forgotten.
   */
  private void take(String line, Consumer<NetworkEvent> reader) {
    if (line.startsWith("id:")) {
      id = line.substring(3).strip();
    } else if (line.startsWith("data:")) {
      data += line.substring(5);
    } else if (line.isEmpty()) {
      if (!data.isEmpty()) {
        reader.accept(JsonMapper.shared().readValue(data, NetworkEvent.class));
        backoff.reset();
      }
      data = "";
      lastId = id;
    }
  }

  private ScheduledFuture<?> afterSilence() {
    return watch.schedule(
        this::hangUp, RegistryTimes.STREAM_SILENCE.value().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void hangUp() {
    InputStream open = body;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void pause() {
    try {
      boolean unused = closed.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  /** Ends {@link #follow}, which may have one more event to tell. */
  public void stop() {
    closed.countDown();
    hangUp();
  }

  @Override
  public void close() {
    stop();
    var unused = watch.shutdownNow();
  }
}
