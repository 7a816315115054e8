package dev.mycelium.agent.cli;

import dev.mycelium.agent.cli.bench.BenchFedAvgCommand;
import dev.mycelium.agent.cli.bench.BenchFilesCommand;
import dev.mycelium.agent.cli.bench.BenchRobustCommand;
import dev.mycelium.agent.cli.bench.BenchRoundCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mycelium bench ...}. */
@Command(
    name = "bench",
    description = "Experiments that say how well and how fast this release works, on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchMnistCommand.class,
      BenchFedAvgCommand.class,
      BenchFilesCommand.class,
      BenchRobustCommand.class,
      BenchRoundCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  BenchCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to measure: mnist-10k, fedavg, files, robust or round");
  }
}
