package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Values of options that the command line did not give: from the environment, else from the file of
 * {@code --config}. What neither has keeps its default.
 */
final class Settings implements IDefaultValueProvider {
  private static final String PREFIX = "MYCELIUM_";
  private static final Pattern ABOUT_AN_OPTION = Pattern.compile("^(--[a-z-]+): ");

  private final Map<String, String> environment;
  private final Set<String> ignored = new HashSet<>();
  private @Nullable SettingsFile file;

  Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** From now on what {@code read} holds counts, too. */
  void add(SettingsFile read) {
    file = requireNonNull(read, "read");
  }

  /** From now on nothing is found for {@code option}. */
  void ignore(OptionSpec option) {
    ignored.add(option.longestName());
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return find(argument).map(Setting::value).orElse(null);
  }

  Optional<Setting> find(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)
        || isAboutTheCommandLine(option)
        || ignored.contains(option.longestName())) {
      return Optional.empty();
    }
    return ofVariable(variable(option), text -> text)
        .or(() -> ofForeignName(option))
        .or(() -> Optional.ofNullable(file).flatMap(read -> read.find(key(option))));
  }

  private Optional<Setting> ofForeignName(OptionSpec option) {
    return Arrays.stream(ForeignName.values())
        .filter(foreign -> foreign.option().equals(option.longestName()))
        .flatMap(foreign -> ofVariable(foreign.name(), foreign::translated).stream())
        .findFirst();
  }

  private Optional<Setting> ofVariable(String name, UnaryOperator<String> meaning) {
    String text = environment.get(name);
    return text == null || text.isBlank()
        ? Optional.empty()
        : Optional.of(new Setting(meaning.apply(text.strip()), name, Setting.Source.ENVIRONMENT));
  }

  /** Puts before a sentence about an option where its value stands, if not on the command line. */
  String located(String sentence, ParseResult parsed) {
    Matcher about = ABOUT_AN_OPTION.matcher(sentence);
    ParseResult last = SettledExecution.last(parsed);
    OptionSpec option = about.find() ? last.commandSpec().findOption(about.group(1)) : null;
    return option == null || last.hasMatchedOption(option)
        ? sentence
        : find(option).map(setting -> setting.from() + ": " + sentence).orElse(sentence);
  }

  /** What asks about a command is never a setting of it. */
  static boolean isAboutTheCommandLine(OptionSpec option) {
    return option.usageHelp()
        || option.versionHelp()
        || option.longestName().equals(SettingsOptions.PRINT);
  }

  /** The option's name in the environment. */
  static String variable(OptionSpec option) {
    return PREFIX + key(option).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The option's name in a file. */
  static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }
}
