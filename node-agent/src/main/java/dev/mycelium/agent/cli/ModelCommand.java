package dev.mycelium.agent.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mycelium model ...}. */
@Command(
    name = "model",
    description = "Take a group's model out of the network, try it, bring one in.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelPullCommand.class,
      ModelEvaluateCommand.class,
      ModelPredictCommand.class,
      ModelImportCommand.class
    })
final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ModelCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: pull, evaluate, predict or import");
  }
}
