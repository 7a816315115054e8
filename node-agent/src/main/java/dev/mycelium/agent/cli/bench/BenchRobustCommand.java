package dev.mycelium.agent.cli.bench;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Krum;
import dev.mycelium.agent.aggregation.Median;
import dev.mycelium.agent.aggregation.TrimmedMean;
import dev.mycelium.agent.tensor.Payload;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mycelium bench robust}. */
@Command(
    name = "robust",
    description = "Median, trimmed mean and Krum of 10 updates of 1 million float32, beside numpy.",
    mixinStandardHelpOptions = true)
public final class BenchRobustCommand implements Runnable {
  private static final int NUMBERS = 1_000_000;
  private static final int ATTACKERS = 2;

  @Mixin private RaceOptions options = new RaceOptions();

  @Override
  public void run() {
    Payload head = SomeNumbers.head(NUMBERS);
    Cohort cohort = SomeNumbers.cohort(NUMBERS);
    try (PythonPeers peers = PythonPeers.start(options.python, "robust")) {
      options.run(
          race("median", 20, new Median(), head, cohort, peers),
          race("trimmed_mean", 20, new TrimmedMean(ATTACKERS), head, cohort, peers),
          race("krum", 8, new Krum(ATTACKERS, 1), head, cohort, peers));
    }
  }

  private static Race race(
      String name, double goal, Aggregator rule, Payload head, Cohort cohort, PythonPeers peers) {
    return new Race(
        name + " 10 x 1 M",
        goal,
        List.of(
            Contender.of("ours", () -> BenchFedAvgCommand.aggregated(rule, head, cohort)),
            peers.peer("numpy-" + name)));
  }
}
