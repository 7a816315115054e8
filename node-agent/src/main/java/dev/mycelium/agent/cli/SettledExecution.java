package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Reads the file of {@code --config} once the command line, or the environment, has named it, and
 * then parses again with what the file says.
 */
final class SettledExecution implements IExecutionStrategy {
  private final Settings settings;
  private final Set<String> keys;

  /**
   * @param keys all that a file may hold
   */
  SettledExecution(Settings settings, Set<String> keys) {
    this.settings = requireNonNull(settings, "settings");
    this.keys = Set.copyOf(keys);
  }

  @Override
  public int execute(ParseResult first) {
    ParseResult last = last(first);
    Path file = file(last);
    if (file == null || last.isUsageHelpRequested() || last.isVersionHelpRequested()) {
      return new RunLast().execute(first);
    }
    CommandLine root = first.commandSpec().commandLine();
    try {
      settings.add(SettingsFile.read(file, keys));
    } catch (CommandFailedException e) {
      throw new ExecutionException(last.commandSpec().commandLine(), "--config", e);
    }
    return new RunLast().execute(root.parseArgs(first.originalArgs().toArray(String[]::new)));
  }

  private static @Nullable Path file(ParseResult parsed) {
    OptionSpec option = parsed.commandSpec().findOption(SettingsOptions.CONFIG);
    return option == null ? null : option.getValue();
  }

  /** The innermost command that was named. */
  static ParseResult last(ParseResult first) {
    ParseResult last = first;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last;
  }
}
