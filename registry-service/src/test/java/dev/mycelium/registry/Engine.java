package dev.mycelium.registry;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The databases that the registry runs on; each is the real one. */
public enum Engine {
  SQLITE {
    @Override
    Database empty() {
      return new SqliteDatabase(RunningRegistry.temporaryFile());
    }
  },
  H2 {
    @Override
    Database empty() {
      return new MemoryDatabase(UUID.randomUUID().toString());
    }
  },
  POSTGRESQL {
    @Override
    Database empty() {
      return Server.empty();
    }
  };

  private @Nullable RunningRegistry shared;

  /** A database of its own, with nothing in it; it outlives the registries that run on it. */
  abstract Database empty();

  /** One for all tests that don't mind each other's nodes and groups; lives as long as the JVM. */
  public final synchronized RunningRegistry shared() {
    if (shared == null) {
      shared = RunningRegistry.on(empty());
    }
    return shared;
  }

  /** One PostgreSQL server for the JVM. Where it cannot run, its tests are skipped and say so. */
  static final class Server {
    private static @Nullable EmbeddedPostgres running;
    private static @Nullable String refusal;

    private Server() {}

    static PostgresDatabase empty() {
      String name = "registry_" + UUID.randomUUID().toString().replace("-", "");
      try (Connection connection = server().getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + name);
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
      return new PostgresDatabase(server().getJdbcUrl("postgres", name), "postgres", "unused");
    }

    static synchronized EmbeddedPostgres server() {
      if (running == null && refusal == null) {
        try {
          running =
              EmbeddedPostgres.builder()
                  .setServerConfig("fsync", "off")
                  .setPGStartupWait(Duration.ofMinutes(2))
                  .start();
        } catch (IOException | RuntimeException failure) {
          refusal = "PostgreSQL does not start here: " + failure;
        }
      }
      Assumptions.assumeTrue(refusal == null, refusal);
      return running;
    }
  }
}
