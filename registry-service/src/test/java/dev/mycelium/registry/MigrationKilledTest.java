package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.Test;

/**
 * An upgrade of the schema that is killed has happened or has not, and the next start finishes it.
 */
class MigrationKilledTest {
  private static final int STEP = 9;

  @Test
  void isWholeAfterEveryKill() throws Exception {
    int statement = 1;
    boolean finished = false;
    while (!finished) {
      Path file = RunningRegistry.temporaryFile();

      finished = diesAfter(statement, file) == 0;

      assertThat(query(file, "pragma integrity_check")).containsExactly("ok");
      int tables = query(file, "select name from sqlite_master where type = 'table'").size();
      migrate(file, Integer.MAX_VALUE);
      assertThat(tables).isLessThanOrEqualTo(tables(file));
      assertThat(query(file, "select max(cast(version as integer)) from flyway_schema_history"))
          .as("killed after statement %d", statement)
          .containsExactly(String.valueOf(Schema.newest()));
      assertThat(query(file, "select name from turns")).hasSize(3);
      statement += STEP;
    }
    assertThat(statement).isGreaterThan(3 * STEP);
  }

  /** Migrates in a process that ends without a word after some statements; its exit code. */
  private static int diesAfter(int statements, Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MigrationKilledTest.class.getName(),
                file.toString(),
                String.valueOf(statements))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }

  /** The process that is killed. */
  public static void main(String[] arguments) {
    migrate(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  private static void migrate(Path file, int statements) {
    Flyway.configure()
        .dataSource(SqliteUrl.writing(file), null, null)
        .placeholders(Map.of("identity", new SqliteDatabase(file).identityColumn()))
        .callbacks(new Death(statements))
        .load()
        .migrate();
  }

  private static int tables(Path file) throws SQLException {
    return query(file, "select name from sqlite_master where type = 'table'").size();
  }

  private static List<String> query(Path file, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(SqliteUrl.writing(file));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** Ends the process in the middle of a script: no hook runs, no connection is closed. */
  private static final class Death implements Callback {
    private int left;

    Death(int left) {
      this.left = left;
    }

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.AFTER_EACH_MIGRATE_STATEMENT;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      if (--left == 0) {
        Runtime.getRuntime().halt(137);
      }
    }

    @Override
    public String getCallbackName() {
      return "death";
    }
  }
}
