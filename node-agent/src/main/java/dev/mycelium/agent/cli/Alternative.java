package dev.mycelium.agent.cli;

import dev.mycelium.agent.cli.Setting.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Two options of which one counts at most: the one on the command line before that in the
 * environment, and that before the one in the file.
 */
record Alternative(String one, String other) {
  /** All there are. */
  static final List<Alternative> ALL =
      List.of(
          new Alternative(RegistryOptions.TOKEN, RegistryOptions.TOKEN_FILE),
          new Alternative("--agent", "--state-dir"),
          new Alternative("--coordinate-only", "--no-coordinate"));

  /** An option that was given, and where. */
  private record Given(OptionSpec option, Source source, String from) {}

  /**
   * The option that does not count, since the other was given in a place that comes first.
   *
   * @throws CommandFailedException if both were given in the same place
   */
  Optional<OptionSpec> beaten(ParseResult parsed, Settings settings) {
    List<Given> given =
        Stream.of(one, other)
            .map(name -> given(parsed, settings, name))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(Given::source))
            .toList();
    if (given.size() < 2) {
      return Optional.empty();
    }
    Given first = given.get(0);
    Given second = given.get(1);
    if (first.source() == second.source()) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "%s and %s: both%s (expected: one of them)".formatted(one, other, places(first, second)));
    }
    return Optional.of(second.option());
  }

  private static Optional<Given> given(ParseResult parsed, Settings settings, String name) {
    OptionSpec option = parsed.commandSpec().findOption(name);
    if (option == null || !isOn(option.getValue())) {
      return Optional.empty();
    }
    return parsed.hasMatchedOption(option)
        ? Optional.of(new Given(option, Source.COMMAND_LINE, "command line"))
        : settings.find(option).map(setting -> new Given(option, setting.source(), setting.from()));
  }

  private static boolean isOn(@Nullable Object value) {
    return value != null && !Boolean.FALSE.equals(value);
  }

  private static String places(Given first, Given second) {
    return first.source() == Source.COMMAND_LINE
        ? ""
        : ", in %s and %s".formatted(first.from(), second.from());
  }
}
