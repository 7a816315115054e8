package dev.mycelium.agent.cli;

import dev.mycelium.agent.migration.ThresholdMode;
import java.time.Duration;
import java.util.Locale;
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
      DemoCommand.class,
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
    return new CommandLine(new Mycelium())
        .setExecutionExceptionHandler(new Failures())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, DurationText::parse)
        .registerConverter(
            ThresholdMode.class, text -> ThresholdMode.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
