package dev.mycelium.registry;

import java.nio.file.Path;

/** How the registry opens its SQLite file. */
final class SqliteUrl {
  private SqliteUrl() {}

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
