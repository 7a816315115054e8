package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The server's machine goes without a word while it is asked something. {@link PostgresRestartTest}
 * shows what callers are told of a lost connection.
 */
class PostgresSilenceTest {
  private static final String CONNECTION_FAILED = "08006";

  private final ExecutorService caller = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    caller.shutdownNow();
  }

  @Test
  void givesUpAServerThatFellSilentAndFindsItAgain() throws Exception {
    Database empty = Engine.POSTGRESQL.empty();
    try (SilencedServer way = new SilencedServer(Engine.Server.server().getPort());
        HikariDataSource writer = writer((PostgresDatabase) empty, way);
        Connection connection = writer.getConnection()) {
      assertThat(ask(connection)).isEmpty();

      way.silence();
      String failure = caller.submit(() -> ask(connection)).get(60, TimeUnit.SECONDS);

      assertThat(failure).isEqualTo(CONNECTION_FAILED);
      way.speak();
      try (Connection next = writer.getConnection()) {
        assertThat(ask(next)).isEmpty();
      }
    }
  }

  private static HikariDataSource writer(PostgresDatabase server, SilencedServer way) {
    String url = server.url().replaceFirst("//[^/]*/", "//127.0.0.1:" + way.port() + "/");
    HikariConfig config = new HikariConfig();
    new PostgresDatabase(url, server.user(), server.password())
        .configureWriter(
            config, new DatabaseSettings(1, 2, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    return new HikariDataSource(config);
  }

  /** The SQL state of its failure, if it fails. */
  private static String ask(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      return "";
    } catch (SQLException failure) {
      return failure.getSQLState();
    }
  }
}
