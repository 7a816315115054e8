package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The SQLite file cannot be written for a while: writers are told so, readers notice nothing. */
class DatabaseTroubleTest {
  private final Path file = RunningRegistry.temporaryFile();
  private final RunningRegistry registry = RunningRegistry.on(file, "--database.patience=2s");
  private final HikariDataSource writer = registry.bean("writer", HikariDataSource.class);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    registry.close();
  }

  /**
   * SQLite says the same when a page finds no room on the disk and when the file may not grow. The
   * latter is told to one connection, which the first refusal ends: the next one has room again.
   */
  @Test
  void refusesWritesAndServesReadsWhileTheDiskIsFull() throws Exception {
    String before = new Story(registry).node();
    long pages = onWriter("pragma page_count");
    onWriter("pragma max_page_count = " + pages);

    List<String> kept = new ArrayList<>();
    HttpResponse<String> reply = register(kept);
    while (reply.statusCode() == 200 && kept.size() < 1000) {
      reply = register(kept);
    }

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(507);
    assertThat(reply.headers().firstValue("Retry-After")).isPresent();
    assertThat(reply.body()).contains("urn:mycelium:problem:storage-full").doesNotContain("SQL");
    assertThat(registry.get("/nodes/" + before).status()).isEqualTo(200);
    assertThat(nodes()).hasSize(kept.size() + 1).containsAll(kept);

    assertThat(register(kept).statusCode()).isEqualTo(200);
    assertThat(nodes()).hasSize(kept.size() + 1).containsAll(kept);
  }

  @Test
  void putsWritersOffWhileAnotherProcessHoldsTheFile() throws Exception {
    String before = new Story(registry).node();
    List<String> kept = new ArrayList<>();

    List<HttpResponse<String>> replies;
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("begin exclusive");
      replies = Crowd.of(16, i -> () -> i % 4 > 0 ? register(new ArrayList<>()) : read(before));
      statement.execute("rollback");
    }

    for (int i = 0; i < replies.size(); i++) {
      assertThat(replies.get(i).statusCode()).isEqualTo(i % 4 > 0 ? 503 : 200);
    }
    assertThat(replies.get(1).headers().firstValue("Retry-After")).isPresent();
    assertThat(replies.get(1).body()).contains("urn:mycelium:problem:unavailable");
    assertThat(writer.getHikariPoolMXBean().getThreadsAwaitingConnection()).isZero();
    assertThat(register(kept).statusCode()).isEqualTo(200);
    assertThat(nodes()).containsExactlyInAnyOrder(before, kept.get(0));
  }

  private long onWriter(String pragma) throws SQLException {
    try (Connection connection = writer.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(pragma)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private HttpResponse<String> register(List<String> kept) throws Exception {
    String id = UUID.randomUUID().toString();
    HttpResponse<String> reply =
        http.send(
            HttpRequest.newBuilder(URI.create(registry.url() + "/nodes/register"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"node_address\": \"h:1\", \"node_id\": \"%s\"}".formatted(id)))
                .build(),
            BodyHandlers.ofString());
    if (reply.statusCode() == 200) {
      kept.add(id);
    }
    return reply;
  }

  private HttpResponse<String> read(String node) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(registry.url() + "/nodes/" + node)).build(),
        BodyHandlers.ofString());
  }

  /** Past the registry, after SQLite's own check of the whole file. */
  private List<String> nodes() throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(SqliteUrl.reading(file));
        Statement statement = connection.createStatement()) {
      try (ResultSet check = statement.executeQuery("pragma integrity_check")) {
        assertThat(check.getString(1)).isEqualTo("ok");
      }
      try (ResultSet rows = statement.executeQuery("select node_id from nodes")) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }
}
