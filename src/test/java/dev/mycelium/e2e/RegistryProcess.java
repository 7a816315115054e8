package dev.mycelium.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A registry that keeps its port and its database file over restarts. */
final class RegistryProcess implements AutoCloseable {
  /** What a registry prints once it listens, and its port. */
  static final Pattern READY = Pattern.compile("registry ready at http://\\S+?:(\\d+)");

  private final Path directory;
  private final List<String> program;
  private final Path database;
  private int starts;
  private int port;
  private ChildProcess process;

  /** An event as the registry wrote it. */
  record Event(Instant at, String kind, JsonNode subjects, String reason, JsonNode figures) {}

  RegistryProcess(Path directory, List<String> program) {
    this.directory = directory;
    this.program = program;
    database = directory.resolve("registry.db");
    process = started();
  }

  RegistryClient client() {
    return new RegistryClient(uri());
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void kill() {
    process.kill();
  }

  void restart() {
    process.close();
    process = started();
  }

  /** Events of this kind, oldest first, read from the database file beside the running service. */
  List<Event> events(String kind) {
    return events(database, kind);
  }

  /** As {@link #events(String)}, of whatever registry writes this database. */
  static List<Event> events(Path database, String kind) {
    List<Event> events = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select kind, subjects, reason, figures, at from events order by id")) {
      while (rows.next()) {
        if (rows.getString(1).equals(kind)) {
          events.add(
              new Event(
                  Instant.EPOCH.plus(rows.getLong(5), ChronoUnit.MICROS),
                  kind,
                  RegistryClient.JSON.readTree(rows.getString(2)),
                  rows.getString(3),
                  RegistryClient.JSON.readTree(rows.getString(4))));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read events from " + database, e);
    }
    return events;
  }

  String transcript() {
    return process.out() + process.err();
  }

  private ChildProcess started() {
    starts++;
    List<String> command =
        Stream.concat(
                program.stream(),
                Stream.of("--port", String.valueOf(port), "--database", database.toString()))
            .toList();
    ChildProcess begun =
        ChildProcess.start(directory.resolve("registry-" + starts), command, Map.of());
    try {
      port = awaitPort(begun);
      return begun;
    } catch (RuntimeException | AssertionError e) {
      begun.close();
      throw e;
    }
  }

  private static int awaitPort(ChildProcess begun) {
    Deadline.await("registry ready")
        .until(() -> !begun.isAlive() || READY.matcher(begun.out()).find());
    Matcher ready = READY.matcher(begun.out());
    if (!ready.find()) {
      throw new AssertionError("the registry did not start: " + begun.out() + begun.err());
    }
    return Integer.parseInt(ready.group(1));
  }

  @Override
  public void close() {
    process.close();
  }
}
