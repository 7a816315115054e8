package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
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
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The unkind end of the process; {@link TlsTest} sees the kind one. */
class RegistryProcessTest {
  private static final int CALLERS = 4;
  private static final int ACKNOWLEDGED = 1000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path database = RunningRegistry.temporaryFile();

  @Test
  void keepsEveryAcknowledgedRegistrationWhenKilled() throws Exception {
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (RegistryProcess registry = RegistryProcess.on(database)) {
      for (int i = 0; i < CALLERS; i++) {
        callers.submit(() -> registerUntilRefused(registry.url(), acknowledged));
      }
      await().atMost(Duration.ofMinutes(5)).until(() -> acknowledged.size() >= ACKNOWLEDGED);
      registry.kill();
    } finally {
      callers.shutdown();
    }

    assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED);
    assertThat(query("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(query("select node_id from nodes")).containsAll(acknowledged);
    assertThat(query("select node_id from events")).isEqualTo(query("select node_id from nodes"));
  }

  private void registerUntilRefused(String url, Queue<String> acknowledged) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/nodes/register"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"node_address\": \"h:1\"}"))
            .build();
    try {
      while (true) {
        HttpResponse<String> reply = http.send(request, BodyHandlers.ofString());
        if (reply.statusCode() == 200) {
          acknowledged.add(new Reply(reply.statusCode(), "", reply.body()).text("node_id"));
        }
      }
    } catch (IOException killed) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<String> query(String sql) throws SQLException {
    Set<String> values = new HashSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
