package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;

/** How a coordinator turns updates into the next head: a rule by its name, with its arguments. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StrategySpec.FedAvg.class, name = "fedavg"),
  @JsonSubTypes.Type(value = StrategySpec.Mean.class, name = "mean"),
  @JsonSubTypes.Type(value = StrategySpec.Plugin.class, name = "plugin")
})
public sealed interface StrategySpec {

  /** Mean weighted by number of examples: McMahan et al. 2017, algorithm 1. */
  record FedAvg() implements StrategySpec {}

  /** Mean in which every member counts alike. */
  record Mean() implements StrategySpec {}

  /**
   * A rule that coordinators have from a plug-in.
   *
   * @param plugin name of the rule; a coordinator without it can't run the group's rounds
   */
  record Plugin(@JsonProperty("plugin") String plugin) implements StrategySpec {
    private static final int LONGEST_NAME = 100;

    public Plugin {
      plugin = Expect.text(plugin, "spec.federation.strategy.plugin", LONGEST_NAME);
    }
  }
}
