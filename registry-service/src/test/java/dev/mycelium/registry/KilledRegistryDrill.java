package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The registry is killed at random instants while nodes beat, again and again on one database. Each
 * time the file must be whole, and the nodes alive again after their next heartbeats, none of them
 * given up meanwhile. Not part of the build: {@code ./mvnw -pl registry-service -am test
 * -Dtest=KilledRegistryDrill -Dmycelium.drill.kills=50 -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class KilledRegistryDrill {
  private static final int KILLS = Integer.getInteger("mycelium.drill.kills", 50);
  private static final long SEED = Long.getLong("mycelium.drill.seed", 20261122);
  private static final int NODES = 40;
  private static final int CALLERS = 4;
  private static final int LATEST_MILLIS = 600;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path database = RunningRegistry.temporaryFile();
  private final ScheduledExecutorService executioner = Executors.newScheduledThreadPool(1);
  private final AtomicInteger answered = new AtomicInteger();

  @AfterEach
  void stop() {
    executioner.shutdownNow();
  }

  @Test
  void isWholeAndKnowsItsNodesAfterEveryKill() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    try (RegistryProcess registry = RegistryProcess.on(database)) {
      for (int node = 0; node < NODES; node++) {
        assertThat(
                send(
                    registry.url() + "/nodes/register",
                    "{\"node_address\": \"h:1\", \"node_id\": \"node-%d\"}".formatted(node)))
            .isEqualTo(200);
      }
      registry.kill();
    }

    for (int kill = 0; kill < KILLS; kill++) {
      try (RegistryProcess registry = RegistryProcess.on(database)) {
        for (int node = 0; node < NODES; node++) {
          assertThat(beat(registry.url(), node)).as("after kill %d", kill).isEqualTo(200);
        }
        assertThat(count("select count(*) from nodes where status = 'ONLINE'")).isEqualTo(NODES);
        dieWhileNodesBeat(registry, random.nextInt(LATEST_MILLIS));
      }
      assertThat(integrity()).as("seed %d, kill %d", SEED, kill).isEqualTo("ok");
    }

    assertThat(count("select count(*) from events where kind = 'node_expired'")).isZero();
    System.out.printf(
        "%d kills, %d heartbeats answered, integrity ok each time, no node given up%n",
        KILLS, answered.get());
  }

  private void dieWhileNodesBeat(RegistryProcess registry, int afterMillis)
      throws InterruptedException {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    for (int caller = 0; caller < CALLERS; caller++) {
      int first = caller;
      callers.submit(() -> beatUntilRefused(registry.url(), first));
    }
    executioner.schedule(
        () -> {
          registry.kill();
          return null;
        },
        afterMillis,
        TimeUnit.MILLISECONDS);
    callers.shutdown();
    assertThat(callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  private void beatUntilRefused(String url, int first) {
    try {
      for (int node = first; true; node = (node + 1) % NODES) {
        beat(url, node);
      }
    } catch (IOException killed) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private int beat(String url, int node) throws IOException, InterruptedException {
    int status =
        send(
            url + "/nodes/node-" + node + "/heartbeat",
            "{\"heartbeat_interval\": \"PT1M\", \"offers_coordination\": true}");
    answered.incrementAndGet();
    return status;
  }

  private int send(String url, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<Void> reply = http.send(request, BodyHandlers.discarding());
    return reply.statusCode();
  }

  private String integrity() throws SQLException {
    return query("pragma integrity_check");
  }

  private int count(String sql) throws SQLException {
    return Integer.parseInt(query(sql));
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(SqliteUrl.reading(database));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getString(1);
    }
  }
}
