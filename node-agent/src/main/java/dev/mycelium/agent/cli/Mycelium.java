package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.migration.ThresholdMode;
import dev.mycelium.wire.group.JoinPolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of the command line. */
@Command(
    name = "mycelium",
    description = "A network of learning networks: learn together, keep the data.",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    subcommands = {
      NodeCommand.class,
      DataCommand.class,
      GroupsCommand.class,
      NodesCommand.class,
      ModelCommand.class,
      StatusCommand.class,
      EventsCommand.class,
      WhyCommand.class,
      DoctorCommand.class,
      DemoCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      ExitCodesCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "The registry is a program of its own: `mycelium registry --help`.",
      "Begin with `mycelium demo`, or with `mycelium registry` and, in other terminals,",
      "`mycelium node start`."
    })
public final class Mycelium implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  private Mycelium() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(System.getenv());
  }

  /** Commands whose options may come from {@code environment}, too; the demo takes no others. */
  static CommandLine commandLine(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    CommandLine line = plain();
    settle(line, settings);
    return line.setExecutionExceptionHandler(new Failures(settings))
        .setExecutionStrategy(new SettledExecution(settings, settableKeys(line)))
        .setParameterExceptionHandler(
            new InvalidSettings(settings, line.getParameterExceptionHandler()));
  }

  private static void settle(CommandLine line, Settings settings) {
    line.setDefaultValueProvider(settings);
    subcommand(line, "demo").setDefaultValueProvider(null);
  }

  /** What the file of {@code --config} may hold: the options of {@code node start}. */
  static Set<String> settableKeys(CommandLine line) {
    return nodeStart(line).options().stream()
        .filter(option -> !Settings.isAboutTheCommandLine(option))
        .filter(option -> !option.longestName().equals(SettingsOptions.CONFIG))
        .map(Settings::key)
        .collect(Collectors.toSet());
  }

  static CommandSpec nodeStart(CommandLine line) {
    return subcommand(subcommand(line, "node"), "start").getCommandSpec();
  }

  private static CommandLine subcommand(CommandLine line, String name) {
    return requireNonNull(line.getSubcommands().get(name), name);
  }

  private static CommandLine plain() {
    return new CommandLine(new Mycelium())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, DurationText::parse)
        .registerConverter(RoundTimeout.class, RoundTimeout::parse)
        .registerConverter(
            JoinPolicy.class,
            text -> JoinPolicy.of(text.toLowerCase(Locale.ROOT).replace('_', '-')))
        .registerConverter(
            ThresholdMode.class, text -> ThresholdMode.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
