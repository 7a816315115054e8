package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** How the registry treats its database. */
class DatabaseTest {

  @Test
  void readsWhileSomebodyHoldsTheWriteLock() throws SQLException {
    Path database = RunningRegistry.temporaryFile();
    try (RunningRegistry registry = RunningRegistry.on(database);
        Connection holder = DriverManager.getConnection(SqliteUrl.writing(database));
        Statement statement = holder.createStatement()) {
      String group = new Story(registry).group(1);
      holder.setAutoCommit(false);
      statement.executeUpdate("update learning_groups set member_count = 1");

      assertThat(new Story(registry).view(group).memberCount()).isZero();
      assertThat(registry.get("/network/state").status()).isEqualTo(200);
      holder.rollback();
    }
  }

  @Test
  void syncsEveryCommitAndWritesAheadInALog() throws SQLException {
    Path database = RunningRegistry.temporaryFile();
    try (Connection connection = DriverManager.getConnection(SqliteUrl.writing(database));
        Statement statement = connection.createStatement()) {
      assertThat(pragma(statement, "synchronous")).isEqualTo("2");
      assertThat(pragma(statement, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(statement, "foreign_keys")).isEqualTo("1");
    }
  }

  @Test
  void waitsForAFileThatSomebodyHolds() throws SQLException {
    Path database = RunningRegistry.temporaryFile();
    for (String url : List.of(SqliteUrl.writing(database), SqliteUrl.unchanged(database))) {
      try (Connection connection = SqliteUrl.open(url, SqliteUrl.PATIENCE);
          Statement statement = connection.createStatement()) {
        assertThat(pragma(statement, "busy_timeout")).isEqualTo("10000");
      }
    }
  }

  @Test
  void limitsStatementsOfRequestsAndNoneOfAMigration() throws SQLException {
    RunningRegistry registry = Engine.POSTGRESQL.shared();
    DataSource migrating = registry.bean(Flyway.class).getConfiguration().getDataSource();

    assertThat(statementTimeout(registry.bean("writer", DataSource.class))).isEqualTo("20s");
    assertThat(statementTimeout(migrating)).isEqualTo("0");
  }

  @Test
  void worksInMemoryWithOneConnectionThatWrites() {
    SpringApplicationBuilder application = RegistryCommand.application(Engine.H2.empty());
    try (RunningRegistry registry = RunningRegistry.on(application, "--database.writers=1")) {
      assertThat(registry.get("/health").status()).isEqualTo(200);
    }
  }

  private static String statementTimeout(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery("show statement_timeout")) {
      value.next();
      return value.getString(1);
    }
  }

  private static String pragma(Statement statement, String name) throws SQLException {
    try (ResultSet value = statement.executeQuery("PRAGMA " + name)) {
      return value.getString(1);
    }
  }
}
