package dev.mycelium.registry;

import dev.mycelium.wire.event.NetworkEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client of {@code /events} that reads server-sent events as the standard says. */
final class EventReader implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final HttpURLConnection connection;
  private final BufferedReader lines;
  private String lastId = "";

  private EventReader(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    this.lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
  }

  static EventReader open(RunningRegistry registry, String query, @Nullable String lastId) {
    try {
      HttpURLConnection connection = connect(registry, query, lastId);
      if (connection.getResponseCode() != 200) {
        throw new IllegalStateException("status: " + connection.getResponseCode());
      }
      return new EventReader(connection);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static HttpURLConnection connect(RunningRegistry registry, String query, @Nullable String lastId)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(registry.url() + "/events" + query).toURL().openConnection();
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setRequestProperty("Accept", "text/event-stream");
    if (lastId != null) {
      connection.setRequestProperty("Last-Event-ID", lastId);
    }
    return connection;
  }

  /** The id from which a reader that lost its connection now would go on. */
  String lastId() {
    return lastId;
  }

  NetworkEvent next() {
    while (true) {
      for (String line : block()) {
        if (line.startsWith("data:")) {
          return JsonMapper.shared().readValue(line.substring(5), NetworkEvent.class);
        }
      }
    }
  }

  /** The lines up to the next empty one. */
  List<String> block() {
    try {
      List<String> block = new ArrayList<>();
      for (String line = lines.readLine(); line == null || !line.isEmpty(); ) {
        if (line == null) {
          throw new IllegalStateException("the stream ended");
        }
        block.add(line);
        lastId = line.startsWith("id:") ? line.substring(3) : lastId;
        line = lines.readLine();
      }
      return block;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
