package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A copy of a running registry is whole, and nothing is ever overwritten. */
class BackupTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void copiesARegistryThatIsWrittenToAndStartsFromTheCopy() throws Exception {
    String before;
    try (RunningRegistry registry = RunningRegistry.on(file("registry.db"))) {
      Story story = new Story(registry);
      before = story.memberOf(story.group(3));
      AtomicBoolean copied = new AtomicBoolean();

      Crowd.of(
          2,
          i ->
              () -> {
                while (i == 0 && !copied.get()) {
                  story.node();
                }
                if (i == 1) {
                  assertThat(run("backup", "copy.db", "registry.db")).as(err.toString()).isZero();
                  copied.set(true);
                }
                return i;
              });
    }

    assertThat(run("restore", "copy.db", "restored.db")).as(err.toString()).isZero();

    assertThat(out.toString()).contains("Copied ", "Restored ", " nodes, 1 groups, 0 heads, ");
    try (RunningRegistry restored = RunningRegistry.on(file("restored.db"))) {
      assertThat(restored.get("/nodes/" + before).status()).isEqualTo(200);
      assertThat(restored.get("/groups").json()).hasSize(1);
      assertThat(new Story(restored).node()).isNotBlank();
    }
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.writeString(file("copy.db"), "precious");
    RunningRegistry.on(file("registry.db")).close();

    assertThat(run("backup", "copy.db", "registry.db")).isEqualTo(ExitCode.TARGET_EXISTS.number());
    assertThat(run("backup", "whole.db", "registry.db")).isZero();
    assertThat(run("restore", "whole.db", "copy.db")).isEqualTo(ExitCode.TARGET_EXISTS.number());

    assertThat(file("copy.db")).hasContent("precious");
    assertThat(err.toString().strip().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("copy.db"));
  }

  @Test
  void restoresNoDamagedCopy() throws IOException {
    RunningRegistry.on(file("registry.db")).close();
    run("backup", "copy.db", "registry.db");
    try (RandomAccessFile bytes = new RandomAccessFile(file("copy.db").toFile(), "rw")) {
      bytes.seek(5 * 4096);
      bytes.write(new byte[64]);
    }

    assertThat(run("restore", "copy.db", "new.db")).isEqualTo(ExitCode.DATABASE_CORRUPT.number());

    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("new.db"));
    assertThat(err.toString().strip().lines()).hasSize(1);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(run("backup", "copy.db", "none.db")).isEqualTo(ExitCode.DATABASE_UNUSABLE.number());

    assertThat(err.toString()).contains("none.db", "no such file");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void namesTheToolsOfAnotherDatabase() {
    int code =
        runOn("jdbc:postgresql://me:s3cret@db.example/r?password=s3cret", "backup", "copy.db");

    assertThat(code).isEqualTo(ExitCode.DATABASE_UNUSABLE.number());
    assertThat(err.toString())
        .contains("jdbc:postgresql://db.example/r", "pg_dump")
        .doesNotContain("s3cret");
    assertThat(folder).isEmptyDirectory();
  }

  private int run(String command, String copy, String database) {
    return runOn(file(database).toString(), command, copy);
  }

  private int runOn(String database, String command, String copy) {
    CommandLine commandLine = RegistryCommand.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(command, file(copy).toString(), "--database", database);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
