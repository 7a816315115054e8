package dev.mycelium.agent.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mycelium bench ...}. */
@Command(
    name = "bench",
    description = "Experiments that say how well this release learns, on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {BenchMnistCommand.class, BenchMcMahanCommand.class, BenchByzantineCommand.class})
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  BenchCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to measure: mnist-10k, mcmahan or byzantine");
  }
}
