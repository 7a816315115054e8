package dev.mycelium.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SQLite file, looked at before anything is built on it.
 *
 * @param patience how long it is waited for while somebody holds it
 */
record DatabaseFile(Path path, Duration patience) {
  /** All of 100 MB takes 1.5 s on a usual machine, pages alone a tenth; starts are not to drag. */
  static final long WHOLLY_CHECKED = 512L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
  private static final int CORRUPT = 11;
  private static final int NO_DATABASE = 26;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final String REMEDY =
      "move it away, and then make it anew from a copy with registry restore FILE, or begin empty";

  DatabaseFile(Path path) {
    this(path, SqliteUrl.PATIENCE);
  }

  /** Fails with a sentence if the registry could not work with this file. */
  void check() {
    checkPlace();
    if (holdsAnything()) {
      checkMagic();
      LOG.info("checking {}, {} MB", path.toAbsolutePath(), path.toFile().length() >> 20);
    }
    try (Connection connection = SqliteUrl.open(SqliteUrl.writing(path), patience);
        Statement statement = connection.createStatement()) {
      checkPages(statement);
      Schema.check(connection, this::refusal);
    } catch (SQLException failure) {
      throw isDamage(failure)
          ? damaged(reason(failure))
          : StartException.of(ExitCode.DATABASE_UNUSABLE, refusal(reason(failure)));
    }
  }

  private void checkPlace() {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw StartException.of(
          ExitCode.DATABASE_UNUSABLE, refusal("its folder does not exist; create it"));
    }
    if (Files.isDirectory(path)) {
      throw StartException.of(ExitCode.DATABASE_UNUSABLE, refusal("it is a folder"));
    }
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw StartException.of(
          ExitCode.DATABASE_UNUSABLE, refusal("it cannot be written by this user"));
    }
    if (!Files.isWritable(folder)) {
      throw StartException.of(
          ExitCode.DATABASE_UNUSABLE, refusal("its folder cannot be written by this user"));
    }
  }

  private boolean holdsAnything() {
    return Files.exists(path) && path.toFile().length() > 0;
  }

  private void checkMagic() {
    try (InputStream file = Files.newInputStream(path)) {
      if (!Arrays.equals(file.readNBytes(MAGIC.length), MAGIC)) {
        throw StartException.of(
            ExitCode.DATABASE_CORRUPT, refusal("it is no SQLite database; " + REMEDY));
      }
    } catch (IOException failure) {
      throw StartException.of(
          ExitCode.DATABASE_UNUSABLE, refusal("it cannot be read: " + failure.getMessage()));
    }
  }

  private void checkPages(Statement statement) throws SQLException {
    try (ResultSet check = statement.executeQuery(question(path.toFile().length()))) {
      String finding = check.next() ? check.getString(1) : "no answer";
      if (!finding.equals("ok")) {
        throw damaged(finding.lines().findFirst().orElse(""));
      }
    }
  }

  /** Indexes are held against their tables, too: SQLite keeps no checksums of its pages. */
  static String question(long size) {
    if (size <= WHOLLY_CHECKED) {
      return "PRAGMA integrity_check(1)";
    }
    LOG.warn(
        "only the pages are checked, not the indexes: the database has more than {} MB."
            + " To check it wholly: sqlite3 FILE \"pragma integrity_check\"",
        WHOLLY_CHECKED >> 20);
    return "PRAGMA quick_check(1)";
  }

  /** A file that is held, or a disk that does not answer, may be whole. */
  private static boolean isDamage(SQLException failure) {
    int code = failure.getErrorCode() & 0xff;
    return code == CORRUPT || code == NO_DATABASE;
  }

  private StartException damaged(String finding) {
    return StartException.of(
        ExitCode.DATABASE_CORRUPT, refusal("it is damaged (" + finding + "); " + REMEDY));
  }

  private String refusal(String why) {
    return "The database %s cannot be used: %s. Choose another with --database."
        .formatted(path.toAbsolutePath(), why);
  }

  private static String reason(SQLException failure) {
    return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
  }
}
