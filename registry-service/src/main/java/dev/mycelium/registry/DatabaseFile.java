package dev.mycelium.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** The SQLite file, looked at before anything is built on it. */
record DatabaseFile(Path path) {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final String REMEDY =
      "move it away, and then make it anew from a copy with registry restore FILE, or begin empty";

  /** Fails with a sentence if the registry could not work with this file. */
  void check() {
    checkPlace();
    if (holdsAnything()) {
      checkMagic();
    }
    try (Connection connection = DriverManager.getConnection(SqliteUrl.writing(path));
        Statement statement = connection.createStatement()) {
      checkPages(statement);
      Schema.check(connection, this::refusal);
    } catch (SQLException failure) {
      throw StartException.of(ExitCode.DATABASE_UNUSABLE, refusal(reason(failure)));
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

  /** Indexes are held against their tables, too: SQLite keeps no checksums of its pages. */
  private void checkPages(Statement statement) {
    String finding;
    try (ResultSet check = statement.executeQuery("PRAGMA integrity_check(1)")) {
      finding = check.next() ? check.getString(1) : "no answer";
    } catch (SQLException failure) {
      finding = reason(failure);
    }
    if (!finding.equals("ok")) {
      throw StartException.of(
          ExitCode.DATABASE_CORRUPT,
          refusal("it is damaged (" + finding.lines().findFirst().orElse("") + "); " + REMEDY));
    }
  }

  private String refusal(String why) {
    return "The database %s cannot be used: %s. Choose another with --database."
        .formatted(path.toAbsolutePath(), why);
  }

  private static String reason(SQLException failure) {
    return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
  }
}
