package dev.mycelium.agent.cli;

import dev.mycelium.agent.cli.bench.BenchFedAvgCommand;
import dev.mycelium.agent.cli.bench.BenchFilesCommand;
import dev.mycelium.agent.cli.bench.BenchRobustCommand;
import dev.mycelium.agent.cli.bench.BenchRoundCommand;
import dev.mycelium.agent.simulation.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mycelium bench ...}. */
@Command(
    name = "bench",
    description = "Experiments that say how well and how fast this release works, on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchMnistCommand.class,
      BenchMcMahanCommand.class,
      BenchByzantineCommand.class,
      BenchHeterogeneityCommand.class,
      BenchFedAvgCommand.class,
      BenchFilesCommand.class,
      BenchRobustCommand.class,
      BenchRoundCommand.class
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--verify",
      arity = "0..1",
      fallbackValue = "docs/results",
      paramLabel = "DIR",
      description = {
        "Compute each figure of DIR/summary.csv again from the raw results beside it",
        "(docs/results)."
      })
  private @Nullable Path results;

  @SuppressWarnings("NullAway.Init")
  BenchCommand() {}

  @Override
  public Integer call() {
    if (results == null) {
      throw new ParameterException(
          spec.commandLine(), "say what to measure, or --verify; bench --help lists the names");
    }
    List<Summary.Checked> figures = checked(results);
    PrintWriter out = spec.commandLine().getOut();
    for (Summary.Checked figure : figures) {
      out.printf(
          "%-8s %s, %s: %s%s%n",
          figure.isRight() ? "right" : "WRONG",
          figure.files(),
          figure.measure(),
          figure.written(),
          figure.isRight() ? "" : " (computed: " + figure.computed() + ")");
    }
    out.flush();
    return figures.stream().allMatch(Summary.Checked::isRight)
        ? ExitCode.OK.number()
        : ExitCode.DATA_INVALID.number();
  }

  private static List<Summary.Checked> checked(Path folder) {
    try {
      return Summary.read(folder).check();
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new CommandFailedException(ExitCode.DATA_INVALID, "--verify: " + e.getMessage(), e);
    }
  }
}
