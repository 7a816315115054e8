package dev.mycelium.registry;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code registry backup FILE}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copies the SQLite database to FILE and checks the copy. The registry may run meanwhile.",
      "A PostgreSQL database is backed up with pg_dump."
    })
final class BackupCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The copy; refused if it exists")
  private Path copy;

  @Option(
      names = "--database",
      paramLabel = "FILE",
      defaultValue = "mycelium_registry.db",
      description = "The registry's database. Default: ${DEFAULT-VALUE}")
  private String database;

  @Spec private CommandSpec spec;

  /** Filled in by picocli before {@link #call()}. */
  @SuppressWarnings("NullAway.Init")
  BackupCommand() {}

  @Override
  public Integer call() {
    Backup.Contents contents = Backup.of(Backup.file(database), copy.toAbsolutePath());
    spec.commandLine().getOut().printf("Copied %s to %s: %s%n", database, copy, contents);
    return ExitCode.OK.number();
  }
}
