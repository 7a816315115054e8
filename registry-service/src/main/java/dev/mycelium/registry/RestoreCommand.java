package dev.mycelium.registry;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code registry restore FILE}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the registry's SQLite database from a copy, after checking it.",
      "An existing database is never overwritten: move it away first."
    })
final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "What registry backup wrote")
  private Path copy;

  @Option(
      names = "--database",
      paramLabel = "FILE",
      defaultValue = "mycelium_registry.db",
      description = "The database to make. Default: ${DEFAULT-VALUE}")
  private String database;

  @Spec private CommandSpec spec;

  /** Filled in by picocli before {@link #call()}. */
  @SuppressWarnings("NullAway.Init")
  RestoreCommand() {}

  @Override
  public Integer call() {
    Backup.Contents contents = Backup.restore(copy.toAbsolutePath(), Backup.file(database));
    spec.commandLine().getOut().printf("Restored %s from %s: %s%n", database, copy, contents);
    return ExitCode.OK.number();
  }
}
