package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The server ends all connections, as when it restarts: callers are put off, then served. */
class PostgresRestartTest {
  private static final int CALLERS = 6;

  private final RunningRegistry registry = Engine.POSTGRESQL.shared();
  private final AtomicInteger answered = new AtomicInteger();

  @Test
  void putsCallersOffAndRecovers() throws Exception {
    AtomicBoolean over = new AtomicBoolean();

    List<List<Integer>> statuses =
        Crowd.of(CALLERS + 1, i -> () -> i < CALLERS ? call(over) : interrupt(over));

    assertThat(statuses).flatExtracting(all -> all).isSubsetOf(200, 503).contains(200);
    forgetDeadConnections();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> registry.post("/nodes/register", "{\"node_address\": \"h:1\"}").status() == 200);
  }

  /** A connection that was used a moment ago is lent without a look; the next class shares them. */
  private void forgetDeadConnections() {
    for (String pool : List.of("writer", "readers")) {
      registry.bean(pool, HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    }
  }

  private List<Integer> call(AtomicBoolean over) {
    return Stream.generate(
            () -> {
              answered.incrementAndGet();
              return registry.post("/nodes/register", "{\"node_address\": \"h:1\"}").status();
            })
        .takeWhile(status -> !over.get())
        .toList();
  }

  private List<Integer> interrupt(AtomicBoolean over) throws SQLException {
    try (Connection connection = Engine.Server.server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 4; i++) {
        int enough = (i + 1) * 40;
        await().atMost(Duration.ofMinutes(1)).until(() -> answered.get() >= enough);
        statement.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'mycelium-registry'");
      }
    } finally {
      over.set(true);
    }
    return List.of();
  }
}
