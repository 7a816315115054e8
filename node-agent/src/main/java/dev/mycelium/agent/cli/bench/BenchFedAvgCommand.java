package dev.mycelium.agent.cli.bench;

import dev.mycelium.agent.aggregation.Aggregation;
import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.tensor.Payload;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mycelium bench fedavg}. */
@Command(
    name = "fedavg",
    description = "FedAvg of 10 updates of 10 million float32, in memory, beside numpy and Flower.",
    mixinStandardHelpOptions = true)
public final class BenchFedAvgCommand implements Runnable {
  private static final int NUMBERS = 10_000_000;

  @Mixin private RaceOptions options = new RaceOptions();

  @Override
  public void run() {
    Payload head = SomeNumbers.head(NUMBERS);
    Cohort cohort = SomeNumbers.cohort(NUMBERS);
    try (PythonPeers peers = PythonPeers.start(options.python, "fedavg")) {
      options.run(
          new Race(
              "fedavg 10 x 10 M",
              20,
              List.of(
                  Contender.of("ours", () -> aggregated(new FedAvg(), head, cohort)),
                  peers.peer("numpy"),
                  peers.peer("flower-aggregate"),
                  peers.peer("flower-arrayrecords"))));
    }
  }

  static void aggregated(Aggregator rule, Payload head, Cohort cohort) {
    if (!(rule.aggregate(head, cohort) instanceof Aggregation.Aggregated)) {
      throw new IllegalStateException("aggregation: not finite (expected: finite numbers)");
    }
  }
}
