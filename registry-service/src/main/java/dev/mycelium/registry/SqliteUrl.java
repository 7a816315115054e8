package dev.mycelium.registry;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** How the registry opens its SQLite file. */
final class SqliteUrl {
  /** How long a file that is held by somebody is waited for; the pools state their own. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private SqliteUrl() {}

  /** Opens one of these; statements wait for {@code patience} while somebody holds the file. */
  static Connection open(String url, Duration patience) throws SQLException {
    Properties waiting = new Properties();
    waiting.setProperty("busy_timeout", String.valueOf(patience.toMillis()));
    return DriverManager.getConnection(url, waiting);
  }

  /**
   * IMMEDIATE, so that a transaction that reads and then writes cannot lose the race for the lock
   * in between; FULL, so that what was acknowledged survives a power cut.
   */
  static String writing(Path file) {
    return url(file) + "&synchronous=FULL&transaction_mode=IMMEDIATE";
  }

  static String reading(Path file) {
    return url(file) + "&transaction_mode=DEFERRED";
  }

  /** Opens the file as it is, without making anything beside it. */
  static String unchanged(Path file) {
    return "jdbc:sqlite:%s?open_mode=1".formatted(file.toAbsolutePath());
  }

  private static String url(Path file) {
    return "jdbc:sqlite:%s?journal_mode=WAL&foreign_keys=on".formatted(file.toAbsolutePath());
  }
}
