package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that the registry may read and not write: one sentence, and its own exit code. */
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
      assumeFalse(Files.notExists(Path.of("/usr/bin/setpriv")), "no setpriv, and permissions bind");
      command.addAll(BOUND_BY_PERMISSIONS);
    }
    command.addAll(
        RegistryProcess.command(List.of(), "--port", "0", "--database", database.toString()));

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor()).as(said).isEqualTo(ExitCode.DATABASE_UNUSABLE.number());
    assertThat(said.lines()).hasSize(1);
    assertThat(said).contains(database.toString(), reason, "--database");
  }
}
