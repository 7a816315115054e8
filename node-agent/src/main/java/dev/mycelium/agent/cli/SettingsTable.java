package dev.mycelium.agent.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of a command with its value and where that comes from. */
final class SettingsTable {
  private static final Set<String> SECRETS = Set.of(RegistryOptions.TOKEN, GroupOptions.INVITATION);
  private static final String HIDDEN = "(set, not shown)";

  private SettingsTable() {}

  /** Lines for the options of a command that was parsed. */
  static List<String> of(CommandSpec command) {
    TextTable table = new TextTable("OPTION", "VALUE", "FROM");
    for (OptionSpec option : command.options()) {
      if (!Settings.isAboutTheCommandLine(option)) {
        table.add(option.longestName(), value(option), from(command, option));
      }
    }
    return table.lines();
  }

  private static String value(OptionSpec option) {
    Object value = option.getValue();
    if (value == null) {
      return "-";
    } else if (SECRETS.contains(option.longestName())) {
      return HIDDEN;
    } else if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    return value instanceof Duration time ? DurationText.of(time) : value.toString();
  }

  private static String from(CommandSpec command, OptionSpec option) {
    if (command.commandLine().getParseResult().hasMatchedOption(option)) {
      return "command line";
    }
    return command.defaultValueProvider() instanceof Settings settings
        ? settings.find(option).map(Setting::from).orElse("default")
        : "default";
  }
}
