package dev.mycelium.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Copies of an SQLite registry. A copy appears under its name when it is whole, synced and checked,
 * or not at all; nothing is ever overwritten.
 */
final class Backup {
  private Backup() {}

  /** What a copy holds, as a receipt. */
  record Contents(int schema, long nodes, long groups, long heads, long events) {
    @Override
    public String toString() {
      return "%d nodes, %d groups, %d heads, %d events, schema %d"
          .formatted(nodes, groups, heads, events, schema);
    }
  }

  /** The file that {@code database} names; another kind of database has tools of its own. */
  static Path file(String database) {
    if (database.startsWith("jdbc:")) {
      throw StartException.of(
          ExitCode.DATABASE_UNUSABLE,
          "--database: %s (expected: an SQLite file; PostgreSQL is copied by pg_dump and pg_restore)."
              .formatted(PostgresDatabase.place(database)));
    }
    return Path.of(database).toAbsolutePath();
  }

  /**
   * Copies a database that may be in use: the copy is that of one moment, and writers go on
   * meanwhile. (SQLite's backup API would begin anew with each of their commits.)
   */
  static Contents of(Path database, Path copy) {
    requirePresent(database);
    return write(
        copy,
        part -> {
          try (Connection connection =
                  SqliteUrl.open(SqliteUrl.reading(database), SqliteUrl.PATIENCE);
              PreparedStatement statement = connection.prepareStatement("vacuum into ?")) {
            statement.setString(1, part.toString());
            statement.execute();
          }
        });
  }

  /** Makes a database of a copy, where there is none. */
  static Contents restore(Path copy, Path database) {
    requirePresent(copy);
    contents(copy);
    requireAbsent(database);
    requireAbsent(Path.of(database + "-wal"));
    return write(database, part -> Files.copy(copy, part));
  }

  /** Reads every page and every reference between rows. */
  static Contents contents(Path copy) {
    try (Connection connection = SqliteUrl.open(SqliteUrl.unchanged(copy), SqliteUrl.PATIENCE);
        Statement statement = connection.createStatement()) {
      requireSound(copy, statement);
      Schema.check(connection, why -> "%s: %s.".formatted(copy, why));
      return new Contents(
          Schema.of(connection),
          count(statement, "nodes"),
          count(statement, "learning_groups"),
          count(statement, "heads"),
          count(statement, "events"));
    } catch (SQLException failure) {
      throw damaged(copy, String.valueOf(failure.getMessage()));
    }
  }

  private interface Copying {
    void into(Path part) throws IOException, SQLException;
  }

  private static Contents write(Path target, Copying copying) {
    requireAbsent(target);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      copying.into(part);
      try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Contents contents = contents(part);
      requireAbsent(target);
      Files.move(part, target);
      return contents;
    } catch (IOException | SQLException failure) {
      throw StartException.of(
          ExitCode.COPY_FAILED,
          "%s was not written: %s.".formatted(target, String.valueOf(failure.getMessage())));
    } finally {
      part.toFile().delete();
    }
  }

  private static void requireSound(Path copy, Statement statement) throws SQLException {
    try (ResultSet finding = statement.executeQuery("pragma integrity_check(1)")) {
      if (!finding.next() || !finding.getString(1).equals("ok")) {
        throw damaged(copy, finding.getString(1));
      }
    }
    try (ResultSet dangling = statement.executeQuery("pragma foreign_key_check")) {
      if (dangling.next()) {
        throw damaged(copy, "a row of " + dangling.getString(1) + " refers to nothing");
      }
    }
  }

  private static long count(Statement statement, String table) throws SQLException {
    try (ResultSet count = statement.executeQuery("select count(*) from " + table)) {
      return count.getLong(1);
    }
  }

  private static void requirePresent(Path file) {
    if (!Files.isRegularFile(file)) {
      throw StartException.of(
          ExitCode.DATABASE_UNUSABLE,
          "%s: no such file (expected: a registry's database).".formatted(file));
    }
  }

  private static void requireAbsent(Path file) {
    if (Files.exists(file)) {
      throw StartException.of(
          ExitCode.TARGET_EXISTS,
          "%s exists already and is not overwritten. Move it away, or choose another name."
              .formatted(file));
    }
  }

  private static StartException damaged(Path copy, String why) {
    return StartException.of(
        ExitCode.DATABASE_CORRUPT,
        "%s is no sound registry database: %s.".formatted(copy, why.replaceAll("\\s+", " ")));
  }
}
