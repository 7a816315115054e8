package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Reads the file of {@code --config} once the command line, or the environment, has named it, and
 * then parses again with what the file says; and again without the options that others exclude.
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
    if (last.isUsageHelpRequested() || last.isVersionHelpRequested()) {
      return new RunLast().execute(first);
    }
    return new RunLast().execute(settled(first));
  }

  private ParseResult settled(ParseResult first) {
    try {
      return chosen(filed(first));
    } catch (CommandFailedException e) {
      throw new ExecutionException(last(first).commandSpec().commandLine(), "settings", e);
    }
  }

  /** With what the file says. */
  private ParseResult filed(ParseResult first) {
    Path file = file(last(first));
    if (file == null) {
      return first;
    }
    settings.add(SettingsFile.read(file, keys));
    return again(first);
  }

  /** Without what an option that excludes it beats. */
  private ParseResult chosen(ParseResult parsed) {
    List<OptionSpec> beaten =
        Alternative.ALL.stream()
            .flatMap(alternative -> alternative.beaten(last(parsed), settings).stream())
            .toList();
    if (beaten.isEmpty()) {
      return parsed;
    }
    beaten.forEach(settings::ignore);
    ParseResult rest = again(parsed);
    beaten.forEach(SettledExecution::clear);
    return rest;
  }

  /** Parsing again leaves what it put into a group of options of which none is given now. */
  private static void clear(OptionSpec option) {
    option.setValue(option.type() == boolean.class ? Boolean.FALSE : null);
  }

  private static ParseResult again(ParseResult parsed) {
    return parsed
        .commandSpec()
        .commandLine()
        .parseArgs(parsed.originalArgs().toArray(String[]::new));
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
