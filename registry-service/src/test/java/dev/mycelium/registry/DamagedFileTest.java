package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash or a bad disk leaves of the SQLite file: used to the last commit, or refused. */
class DamagedFileTest {
  private static final int NODES = 20;

  /** As the files lay when the machine went down: nothing of the log is in the database yet. */
  @TempDir private static Path crashed;

  /** Closed in order: all is in the database. */
  private static Path whole;

  @TempDir private Path folder;

  @BeforeAll
  static void crash() throws IOException {
    whole = RunningRegistry.temporaryFile();
    try (RunningRegistry registry = RunningRegistry.on(whole)) {
      for (int i = 0; i < NODES; i++) {
        registry.post(
            "/nodes/register",
            "{\"node_address\": \"h:1\", \"node_id\": \"%s\"}".formatted(node(i)));
      }
      for (String end : List.of("", "-wal", "-shm")) {
        Files.copy(Path.of(whole + end), crashed.resolve("registry.db" + end));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.db-shm", "none"})
  void losesNothingWithTheIndexOfTheLog(String deleted) throws Exception {
    Path database = copy();
    Files.deleteIfExists(folder.resolve(deleted));

    new DatabaseFile(database).check();

    assertThat(nodes(database)).hasSize(NODES);
  }

  /** What was cut off is lost, but never half a transaction, nor one from the middle. */
  @Test
  void opensToTheLastCommitThatIsLeftOfTheLog() throws Exception {
    long length = Files.size(crashed.resolve("registry.db-wal"));
    List<Integer> kept = new ArrayList<>();
    for (int tenth = 0; tenth <= 10; tenth++) {
      Path database = copy();
      try (RandomAccessFile log = new RandomAccessFile(database + "-wal", "rw")) {
        log.setLength(length * tenth / 10);
      }

      assertThatCode(() -> new DatabaseFile(database).check()).doesNotThrowAnyException();

      List<String> left = nodes(database);
      assertThat(left).isEqualTo(IntStream.range(0, left.size()).mapToObj(i -> node(i)).toList());
      kept.add(left.size());
    }

    assertThat(kept).isSorted().endsWith(NODES);
    assertThat(kept.get(5)).isLessThan(NODES);
  }

  /** In a key; SQLite keeps no checksums, so that other values may change unnoticed. */
  @Test
  void refusesToServeFromAFileInWhichOneByteChanged() throws Exception {
    byte[] bytes = Files.readAllBytes(whole);
    int position = indexOf(bytes, node(7));
    bytes[position] ^= 1;
    Path database = folder.resolve("registry.db");
    Files.write(database, bytes);

    assertThatThrownBy(() -> new DatabaseFile(database).check())
        .isInstanceOfSatisfying(
            StartException.class,
            refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.DATABASE_CORRUPT))
        .hasMessageContaining(database.toString())
        .hasMessageContaining("registry restore");
  }

  @Test
  void callsAFileThatSomebodyHoldsNotDamaged() throws Exception {
    Path database = folder.resolve("registry.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = other.createStatement()) {
      statement.execute("create table held (x integer)");
      statement.execute("begin exclusive");

      assertThatThrownBy(() -> new DatabaseFile(database, Duration.ZERO).check())
          .isInstanceOfSatisfying(
              StartException.class,
              refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.DATABASE_UNUSABLE))
          .hasMessageContaining("locked");
    }
  }

  @Test
  void looksAtAllOfAFileUnlessItIsVeryLarge() {
    assertThat(DatabaseFile.question(DatabaseFile.WHOLLY_CHECKED)).contains("integrity_check");
    assertThat(DatabaseFile.question(DatabaseFile.WHOLLY_CHECKED + 1)).contains("quick_check");
  }

  private static String node(int i) {
    return "node-%08d".formatted(i);
  }

  private Path copy() throws IOException {
    for (String end : List.of("", "-wal", "-shm")) {
      Path target = folder.resolve("registry.db" + end);
      Files.deleteIfExists(target);
      Files.copy(crashed.resolve("registry.db" + end), target);
    }
    return folder.resolve("registry.db");
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
  }

  private static List<String> nodes(Path database) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(SqliteUrl.reading(database));
        Statement statement = connection.createStatement()) {
      try (ResultSet tables =
          statement.executeQuery("select 1 from sqlite_master where name = 'nodes'")) {
        if (!tables.next()) {
          return ids;
        }
      }
      try (ResultSet rows = statement.executeQuery("select node_id from nodes order by node_id")) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }
}
