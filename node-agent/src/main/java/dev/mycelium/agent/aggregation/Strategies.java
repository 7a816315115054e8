package dev.mycelium.agent.aggregation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.RobustSpec;
import dev.mycelium.wire.group.StrategySpec;
import java.util.function.Function;

/** The rule that each strategy of a group's spec names: the one place where names become rules. */
public final class Strategies {
  private final Function<String, Aggregator> plugins;

  /**
   * @param plugins the rule of a plug-in by its name; throws if there is none
   */
  public Strategies(Function<String, Aggregator> plugins) {
    this.plugins = requireNonNull(plugins, "plugins");
  }

  public Aggregator aggregator(StrategySpec strategy) {
    if (strategy instanceof RobustSpec told) {
      return robust(told);
    }
    if (strategy instanceof StrategySpec.FedAvg || strategy instanceof StrategySpec.FedProx) {
      return new FedAvg();
    }
    if (strategy instanceof StrategySpec.Mean) {
      return new UnweightedMean();
    }
    if (strategy instanceof StrategySpec.Clipped told) {
      return new Clipped(told.norm(), aggregator(told.rule()));
    }
    if (strategy instanceof StrategySpec.Mixed told) {
      return new Mixed(told.attackers(), aggregator(told.rule()));
    }
    if (strategy instanceof StrategySpec.Plugin told) {
      return plugins.apply(told.plugin());
    }
    return optimizing(strategy);
  }

  private static Aggregator optimizing(StrategySpec strategy) {
    if (strategy instanceof StrategySpec.FedAvgM told) {
      return new FedAvgM(told);
    }
    if (strategy instanceof StrategySpec.FedAdagrad told) {
      return FedOpt.of(told);
    }
    if (strategy instanceof StrategySpec.FedAdam told) {
      return FedOpt.of(told);
    }
    if (strategy instanceof StrategySpec.FedYogi told) {
      return FedOpt.of(told);
    }
    if (strategy instanceof StrategySpec.FedNova told) {
      return new FedNova(told);
    }
    if (strategy instanceof StrategySpec.Scaffold told) {
      return new Scaffold(told);
    }
    throw unknown(strategy);
  }

  private static Aggregator robust(RobustSpec strategy) {
    if (strategy instanceof RobustSpec.Median) {
      return new Median();
    }
    if (strategy instanceof RobustSpec.TrimmedMean told) {
      return new TrimmedMean(told.trim());
    }
    if (strategy instanceof RobustSpec.Krum told) {
      return new Krum(told.attackers(), 1);
    }
    if (strategy instanceof RobustSpec.MultiKrum told) {
      return new Krum(told.attackers(), told.selected());
    }
    throw unknown(strategy);
  }

  private static IllegalArgumentException unknown(StrategySpec strategy) {
    return new IllegalArgumentException(
        "strategy: " + strategy + " (expected: one that this version knows)");
  }
}
