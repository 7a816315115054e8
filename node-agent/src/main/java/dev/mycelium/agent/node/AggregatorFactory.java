package dev.mycelium.agent.node;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.wire.group.StrategySpec;

/** Makes the rule that a group's spec asks its coordinator for. */
@FunctionalInterface
public interface AggregatorFactory {

  /**
   * @throws RuntimeException saying why this node does not have the rule, if it does not
   */
  Aggregator open(StrategySpec strategy);
}
