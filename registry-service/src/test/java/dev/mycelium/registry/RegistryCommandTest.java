package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What cannot start says so in one sentence, with its own exit code. */
class RegistryCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void listsOptionsAndExitCodesInItsHelp() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString()).contains("--port", "--host", "--database");
    for (ExitCode code : ExitCode.values()) {
      assertThat(out.toString()).containsPattern("\n\\s+" + code.number() + "\\s+\\S");
    }
  }

  @Test
  void refusesATakenPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int exitCode = run("--port", String.valueOf(taken.getLocalPort()), "--database", file());

      assertThat(exitCode).isEqualTo(ExitCode.PORT_TAKEN.number());
      assertOneSentenceAbout(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void refusesAHostOfAnotherMachine() {
    assertThat(run("--port", "0", "--host", "192.0.2.1", "--database", file()))
        .isEqualTo(ExitCode.HOST_UNUSABLE.number());

    assertOneSentenceAbout("192.0.2.1");
  }

  @Test
  void refusesAFolderThatDoesNotExist() {
    String missing = folder.resolve("no/such/folder.db").toString();

    assertThat(run("--port", "0", "--database", missing))
        .isEqualTo(ExitCode.DATABASE_UNUSABLE.number());

    assertOneSentenceAbout(missing);
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Files.writeString(Path.of(file()), "The registry of all things");

    assertThat(run("--port", "0", "--database", file()))
        .isEqualTo(ExitCode.DATABASE_CORRUPT.number());

    assertOneSentenceAbout(file());
  }

  @Test
  void refusesADamagedDatabase() throws Exception {
    execute("create table t (x text)", "insert into t values (hex(randomblob(30000)))");
    try (RandomAccessFile bytes = new RandomAccessFile(file(), "rw")) {
      bytes.seek(bytes.length() - 4096);
      bytes.write(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    }

    assertThat(run("--port", "0", "--database", file()))
        .isEqualTo(ExitCode.DATABASE_CORRUPT.number());

    assertOneSentenceAbout(file());
  }

  @Test
  void refusesTheDatabaseOfANewerRelease() throws SQLException {
    execute(
        "create table flyway_schema_history (version varchar(50), success boolean)",
        "insert into flyway_schema_history values ('1', true), ('10000', true)");

    assertThat(run("--port", "0", "--database", file()))
        .isEqualTo(ExitCode.DATABASE_NEWER.number());

    assertOneSentenceAbout("version 10000 and this registry knows " + Schema.newest());
  }

  @Test
  void refusesADatabaseOfAnotherKind() {
    assertThat(run("--database", "jdbc:mysql://root:secret@db/x"))
        .isEqualTo(ExitCode.USAGE.number());

    assertOneSentenceAbout("jdbc:mysql");
    assertThat(err.toString()).doesNotContain("secret");
  }

  @Test
  void refusesAPostgresServerThatDoesNotAnswerAndKeepsThePasswordToItself() {
    assertThat(run("--port", "0", "--database", "jdbc:postgresql://127.0.0.1:1/x?password=secret"))
        .isEqualTo(ExitCode.DATABASE_UNUSABLE.number());

    assertOneSentenceAbout("jdbc:postgresql://127.0.0.1:1/x");
    assertThat(err.toString()).doesNotContain("secret");
  }

  @Test
  void refusesATokenThatIsGuessed() {
    assertThat(run("--port", "0", "--database", "h2:mem", "--token", "short"))
        .isEqualTo(ExitCode.TOKEN_WEAK.number());

    assertOneSentenceAbout("5 characters");
  }

  @Test
  void refusesAKeystoreThatIsNone() throws IOException {
    Files.writeString(Path.of(file()), "no keys in here");

    assertThat(run("--port", "0", "--database", "h2:mem", "--tls-keystore", file()))
        .isEqualTo(ExitCode.KEYSTORE_UNUSABLE.number());

    assertOneSentenceAbout(file());
  }

  @Test
  void refusesASecretThatCannotBeRead() {
    assertThat(run("--port", "0", "--database", "h2:mem", "--token-file", file()))
        .isEqualTo(ExitCode.SECRET_UNREADABLE.number());

    assertOneSentenceAbout(file());
  }

  @Test
  void refusesASettingThatIsNone() {
    assertThat(run("--port", "0", "--database", "h2:mem", "--set", "access.in-progres=9"))
        .isEqualTo(ExitCode.USAGE.number());

    assertOneSentenceAbout("access.in-progres (expected: one of access.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node.dial-back.timeout=20s | node.dial-back.timeout: 20s (expected: 50ms to 10s)",
        "access.limit-loopback=2 | access.limit-loopback: 2 (expected: true or false)",
      })
  void refusesAValueThatASettingCannotHave(String chosen, String sentence) {
    assertThat(run("--port", "0", "--database", "h2:mem", "--set", chosen))
        .isEqualTo(ExitCode.USAGE.number());

    assertOneSentenceAbout(sentence);
  }

  private int run(String... arguments) {
    CommandLine commandLine = RegistryCommand.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private String file() {
    return folder.resolve("registry.db").toString();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void assertOneSentenceAbout(String value) {
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(err.toString()).contains(value).doesNotContain("Exception", "\tat ");
  }
}
