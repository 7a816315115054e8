package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that the registry may read and not write: one sentence, and its own exit code. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadOnlyFileTest {
  /** Permissions don't bind an administrator, unless he gives that right away. */
  private static final List<String> BOUND_BY_PERMISSIONS =
      List.of(
          "setpriv",
          "--bounding-set",
          "-dac_override,-dac_read_search",
          "--inh-caps",
          "-dac_override,-dac_read_search");

  @TempDir private Path folder;

  private Path database;

  @BeforeEach
  void makeADatabase() throws IOException {
    database = folder.resolve("registry.db");
    Files.write(database, new byte[0]);
  }

  @AfterEach
  void unlock() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void refusesAFileThatItMayNotWrite() throws Exception {
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("r--------"));

    refusesToStart("it cannot be written by this user");
  }

  /** SQLite makes its log beside the file. */
  @Test
  void refusesAFolderInWhichItMayNotWrite() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));

    refusesToStart("its folder cannot be written by this user");
  }

  private void refusesToStart(String reason) throws Exception {
    List<String> command = new ArrayList<>();
    if (Files.isWritable(folder) && Files.isWritable(database)) {
      assumeTrue(bindsByPermissions(), "permissions do not bind this user, nor does setpriv");
      command.addAll(BOUND_BY_PERMISSIONS);
    }
    command.addAll(
        RegistryProcess.command(List.of(), "--port", "0", "--database", database.toString()));

    ProcessBuilder registry = new ProcessBuilder(command).redirectErrorStream(true);
    registry.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = registry.start();
    String said = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor()).as(said).isEqualTo(ExitCode.DATABASE_UNUSABLE.number());
    assertThat(said.lines()).hasSize(1);
    assertThat(said).contains(database.toString(), reason, "--database");
  }

  private static boolean bindsByPermissions() throws InterruptedException {
    List<String> command = new ArrayList<>(BOUND_BY_PERMISSIONS);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
