package dev.mycelium.agent.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mycelium data ...}. */
@Command(
    name = "data",
    description = "Look at data before a node learns from it.",
    mixinStandardHelpOptions = true,
    subcommands = DataCheckCommand.class)
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  DataCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: check");
  }
}
