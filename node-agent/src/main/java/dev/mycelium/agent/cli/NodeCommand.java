package dev.mycelium.agent.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mycelium node ...}. */
@Command(
    name = "node",
    description = "Start an agent beside your data.",
    mixinStandardHelpOptions = true,
    subcommands = NodeStartCommand.class)
final class NodeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  NodeCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: start");
  }
}
