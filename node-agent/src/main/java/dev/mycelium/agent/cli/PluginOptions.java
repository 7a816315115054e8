package dev.mycelium.agent.cli;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.wire.group.StrategySpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
      description =
          "The plug-in by which a group that this node founds makes one model of many, in place of"
              + " --strategy.")
  @Nullable String aggregator;

  @Option(
      names = "--selector",
      paramLabel = "NAME",
      defaultValue = THRESHOLD,
      description = "Who decides on moves: ${DEFAULT-VALUE}, or a plug-in's.")
  String selector = THRESHOLD;

  /** How a group that this node founds makes one model of many; finds a plug-in that is missing. */
  StrategySpec strategy(FederationOptions federation, Plugins plugins) {
    if (aggregator != null && federation.strategy != null) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--strategy: %s with --aggregator %s (expected: one of them)"
              .formatted(federation.strategy, aggregator));
    }
    StrategySpec strategy =
        aggregator == null || aggregator.equals(FEDAVG)
            ? federation.spec().strategy()
            : new StrategySpec.Plugin(aggregator);
    Aggregator unused = plugins.aggregator(strategy);
    return strategy;
  }
}
