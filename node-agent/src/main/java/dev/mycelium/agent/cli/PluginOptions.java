package dev.mycelium.agent.cli;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.wire.group.StrategySpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a node takes from jars of the user's. */
final class PluginOptions {
  static final String FEDAVG = "fedavg";
  static final String THRESHOLD = "threshold";

  @Option(
      names = "--plugins",
      paramLabel = "JAR",
      description = "A jar with plug-ins, or a folder of jars; may be given again.")
  List<Path> places = new ArrayList<>();

  @Option(
      names = "--aggregator",
      paramLabel = "NAME",
      defaultValue = FEDAVG,
      description =
          "How a group that this node founds makes one model of many: ${DEFAULT-VALUE}, or a"
              + " plug-in's.")
  String aggregator = FEDAVG;

  @Option(
      names = "--selector",
      paramLabel = "NAME",
      defaultValue = THRESHOLD,
      description = "Who decides on moves: ${DEFAULT-VALUE}, or a plug-in's.")
  String selector = THRESHOLD;

  /** How a group that this node founds makes one model of many; finds a plug-in that is missing. */
  StrategySpec strategy(Plugins plugins) {
    if (aggregator.equals(FEDAVG)) {
      return new StrategySpec.FedAvg();
    }
    StrategySpec strategy = new StrategySpec.Plugin(aggregator);
    Aggregator unused = plugins.aggregator(strategy);
    return strategy;
  }
}
