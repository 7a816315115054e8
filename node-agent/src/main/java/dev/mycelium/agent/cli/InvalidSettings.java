package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Says where a value stands that an option does not take, if not on the command line. */
final class InvalidSettings implements IParameterExceptionHandler {
  private final Settings settings;
  private final IParameterExceptionHandler others;

  /**
   * @param others for what is wrong on the command line itself
   */
  InvalidSettings(Settings settings, IParameterExceptionHandler others) {
    this.settings = requireNonNull(settings, "settings");
    this.others = requireNonNull(others, "others");
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) throws Exception {
    Optional<String> sentence = sentence(failure, arguments);
    if (sentence.isEmpty()) {
      return others.handleParseException(failure, arguments);
    }
    failure.getCommandLine().getErr().println("mycelium: " + sentence.get());
    return ExitCode.USAGE.number();
  }

  private Optional<String> sentence(ParameterException failure, String[] arguments) {
    ArgSpec argument = failure.getArgSpec();
    if (!(argument instanceof OptionSpec option) || isGiven(option, arguments)) {
      return Optional.empty();
    }
    return settings
        .find(option)
        .map(
            setting ->
                "%s: %s: %s (expected: %s)"
                    .formatted(
                        setting.from(), Settings.key(option), setting.value(), expected(option)));
  }

  private static boolean isGiven(OptionSpec option, String[] arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument.replaceFirst("=.*", ""))
        .anyMatch(Arrays.asList(option.names())::contains);
  }

  private static String expected(OptionSpec option) {
    Class<?> type = option.type();
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    } else if (type == Duration.class) {
      return "such as 500ms, 30s, 5m or 2h";
    } else if (type == double.class || type == Double.class) {
      return "a number";
    } else if (type == URI.class) {
      return "a URL";
    }
    return "a whole number";
  }
}
