package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.data.Partition;
import dev.mycelium.agent.simulation.Attack;
import dev.mycelium.agent.simulation.Experiment;
import dev.mycelium.agent.simulation.SharedDigits;
import dev.mycelium.wire.group.RobustSpec;
import dev.mycelium.wire.group.StrategySpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mycelium bench byzantine}. */
@Command(
    name = "byzantine",
    description = {
      "Robust rules under attack: their mean accuracy over the last rounds.",
      "Accuracy is the mean of the last 10 of 60 rounds with 8,000 MNIST images at 100 virtual "
          + "clients, of whom 10 train in a round and exactly 2 of them attack. Each round's accuracy "
          + "is kept, and a run that was stopped goes on."
    },
    mixinStandardHelpOptions = true)
final class BenchByzantineCommand implements Callable<Integer> {
  private static final int ROUNDS = 60;
  private static final int COUNTED = 10;
  private static final int ATTACKERS = 2;
  private static final double RATE = 0.1;
  private static final double UNREACHED = 2;

  private static final Map<String, StrategySpec> RULES = rules();

  @Mixin private ExperimentOptions runs = new ExperimentOptions();

  private static Map<String, StrategySpec> rules() {
    Map<String, StrategySpec> rules = new LinkedHashMap<>();
    rules.put("mean", new StrategySpec.Mean());
    rules.put("median", new RobustSpec.Median());
    rules.put("trimmed_mean", new RobustSpec.TrimmedMean(ATTACKERS));
    rules.put("krum", new RobustSpec.Krum(ATTACKERS));
    rules.put("multi_krum", new RobustSpec.MultiKrum(ATTACKERS, 8));
    return rules;
  }

  @Override
  public Integer call() {
    SharedDigits digits = runs.digits();
    Experiment.Source source = digits.tenThousand(1);
    runs.print("| attack | %s |", String.join(" | ", RULES.keySet()));
    runs.print("|---%s|", "|---".repeat(RULES.size()));
    for (Attack attack : Attack.values()) {
      StringBuilder row = new StringBuilder();
      for (String rule : RULES.keySet()) {
        row.append(String.format(Locale.ROOT, " %.3f |", mean(digits, source, attack, rule)));
      }
      runs.print("| %s |%s", attack, row);
    }
    return ExitCode.OK.number();
  }

  private double mean(SharedDigits digits, Experiment.Source source, Attack attack, String rule) {
    return runs.seeds().stream()
        .mapToDouble(seed -> accuracy(digits, source, attack, rule, seed))
        .average()
        .orElseThrow();
  }

  private double accuracy(
      SharedDigits digits, Experiment.Source source, Attack attack, String rule, long seed) {
    SharedDigits.Trial trial =
        new SharedDigits.Trial(
            new Partition.Iid(),
            RATE,
            Objects.requireNonNull(RULES.get(rule), "rule"),
            seed,
            runs.workers());
    String name =
        "byzantine-%s-%s-%d".formatted(attack.name().toLowerCase(Locale.ROOT), rule, seed);
    return runs.run(
            name, digits.plan(trial).attackedBy(attack, ATTACKERS), source, UNREACHED, ROUNDS)
        .meanOfLast(COUNTED);
  }
}
