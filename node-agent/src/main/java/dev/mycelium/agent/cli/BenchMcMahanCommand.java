package dev.mycelium.agent.cli;

import dev.mycelium.agent.simulation.Experiment;
import dev.mycelium.agent.simulation.SharedDigits;
import dev.mycelium.wire.group.StrategySpec;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mycelium bench mcmahan}. */
@Command(
    name = "mcmahan",
    description = {
      "Rounds of FedAvg to 97 %% on the whole of MNIST, as in the paper that named it.",
      "Table 1 of McMahan et al. 2017 (2NN, E=1, B=10, C=0.1): 100 virtual clients of 600 "
          + "images each, dealt out at random (paper: 87 rounds) or sorted by label into 200 shards, "
          + "two for a client (paper: 664). About an hour for five seeds of both. Each round's "
          + "accuracy is kept, and a run that was stopped goes on."
    },
    mixinStandardHelpOptions = true)
final class BenchMcMahanCommand implements Callable<Integer> {
  private static final double TARGET = 0.97;
  private static final double MARGIN = 1.35;

  @Mixin private ExperimentOptions runs = new ExperimentOptions();

  @Option(
      names = "--cell",
      paramLabel = "C",
      split = ",",
      defaultValue = "IID,NON_IID",
      description = "${COMPLETION-CANDIDATES}; both by default.")
  private List<Cell> cells = List.of(Cell.values());

  /** A cell of the table, with a rate that was named before the first run. */
  enum Cell {
    IID("iid", 0.1, 87),
    NON_IID("shards:2", 0.05, 664);

    private final String partition;
    private final double rate;
    private final int paper;

    Cell(String partition, double rate, int paper) {
      this.partition = partition;
      this.rate = rate;
      this.paper = paper;
    }

    /** As many rounds as the median may take, and half as many more, so that it can be missed. */
    private long most() {
      return Math.round(paper * MARGIN * 1.5);
    }
  }

  @Override
  public Integer call() {
    SharedDigits digits = runs.digits();
    for (Cell cell : cells) {
      RoundsToTarget needed = new RoundsToTarget(TARGET, cell.most());
      for (long seed : runs.seeds()) {
        Experiment.Plan plan =
            digits.plan(
                new SharedDigits.Trial(
                    ExperimentOptions.dealt(cell.partition),
                    cell.rate,
                    new StrategySpec.FedAvg(),
                    seed,
                    runs.workers()));
        String name = "mcmahan-%s-%d".formatted(cell.name().toLowerCase(Locale.ROOT), seed);
        runs.print(
            "%s: %s", name, needed.add(runs.run(name, plan, digits.whole(), TARGET, cell.most())));
      }
      runs.print(
          "%s, rate %s: %s (paper: %d; at most %.0f)",
          cell, cell.rate, needed.median(), cell.paper, cell.paper * MARGIN);
    }
    return ExitCode.OK.number();
  }
}
