package dev.mycelium.agent.cli;

import dev.mycelium.agent.simulation.Experiment;
import dev.mycelium.agent.simulation.SharedDigits;
import dev.mycelium.wire.group.StrategySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mycelium bench heterogeneity}. */
@Command(
    name = "heterogeneity",
    description = {
      "FedAvg and SCAFFOLD where each client knows two of ten labels.",
      "10 clients share MNIST; all train in each of 50 rounds, ten epochs by batches of 64, SGD "
          + "at 0.01 with momentum 0.9, 2NN. An hour of two cores. Each round's accuracy is kept, and "
          + "a run that was stopped goes on."
    },
    mixinStandardHelpOptions = true)
final class BenchHeterogeneityCommand implements Callable<Integer> {
  private static final double UNREACHED = 2;

  @Mixin private ExperimentOptions runs = new ExperimentOptions();

  @Option(
      names = "--partition",
      paramLabel = "P",
      defaultValue = "labels:2",
      description = "iid, dirichlet:A, shards:K or labels:K (${DEFAULT-VALUE}).")
  private String partition = "labels:2";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "Rounds of a run (${DEFAULT-VALUE}).")
  private int rounds = 50;

  @Override
  public Integer call() {
    SharedDigits digits = runs.digits();
    Map<String, StrategySpec> strategies = new LinkedHashMap<>();
    strategies.put("fedavg", new StrategySpec.FedAvg());
    strategies.put("scaffold", new StrategySpec.Scaffold(1.0));
    strategies.forEach(
        (name, strategy) -> runs.seeds().forEach(seed -> run(digits, name, strategy, seed)));
    return ExitCode.OK.number();
  }

  private void run(SharedDigits digits, String name, StrategySpec strategy, long seed) {
    Experiment.Plan plan =
        digits.everybody(
            new SharedDigits.Trial(
                ExperimentOptions.dealt(partition), 0.01, strategy, seed, runs.workers()));
    String folder = "heterogeneity-%s-%s-%d".formatted(partition.replace(':', '-'), name, seed);
    Experiment.Point last =
        runs.run(folder, plan, digits.whole(), UNREACHED, rounds).points().stream()
            .reduce((before, after) -> after)
            .orElseThrow();
    runs.print("%s: %.4f after round %d", folder, last.score().metric(), last.round());
  }
}
