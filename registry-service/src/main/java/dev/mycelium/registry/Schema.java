package dev.mycelium.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Versions of the schema: what this release knows, and what a database has. */
final class Schema {
  private static final String SCRIPTS = "classpath:db/migration/V*__*.sql";
  private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*");
  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /** The newest script under db/migration. */
  static int newest() {
    try {
      return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(SCRIPTS))
          .mapToInt(Schema::version)
          .max()
          .orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Fails with a sentence if a newer release wrote the database.
   *
   * @param refusal makes the whole sentence of the reason
   */
  static void check(Connection connection, UnaryOperator<String> refusal) throws SQLException {
    int version = of(connection);
    if (version > newest()) {
      throw StartException.of(
          ExitCode.DATABASE_NEWER,
          refusal.apply(
              "its schema has version %d and this registry knows %d; start the newer release"
                  .formatted(version, newest())));
    }
  }

  /** 0 if no registry has used the database yet. */
  static int of(Connection connection) throws SQLException {
    try (ResultSet table =
        connection.getMetaData().getTables(null, connection.getSchema(), HISTORY, null)) {
      if (!table.next()) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet versions =
            statement.executeQuery("select version from " + HISTORY + " where success")) {
      int newest = 0;
      while (versions.next()) {
        newest = Math.max(newest, versions.getInt(1));
      }
      return newest;
    }
  }

  private static int version(Resource script) {
    Matcher name = VERSION.matcher(String.valueOf(script.getFilename()));
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }
}
