package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a coordinator turns updates into the next head. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes(@JsonSubTypes.Type(value = StrategySpec.FedAvg.class, name = "fedavg"))
public sealed interface StrategySpec {

  /** Mean weighted by number of examples: McMahan et al. 2017, algorithm 1. */
  record FedAvg() implements StrategySpec {}
}
