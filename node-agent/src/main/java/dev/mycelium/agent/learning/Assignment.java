package dev.mycelium.agent.learning;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;

/**
 * Work for a learner: train from {@code head} by {@code plan}.
 *
 * @param strategy how the group makes one model of many; some ask for another way of training
 * @param round number of the round, from 1; part of the seed of shuffling
 * @param participant the node's index in the round's list of members; part of the seed of
 *     shuffling, so that runs repeat though node ids are random
 */
public record Assignment(
    Payload head, TrainingSpec plan, StrategySpec strategy, long round, int participant) {

  public Assignment {
    requireNonNull(head, "head");
    requireNonNull(plan, "plan");
    requireNonNull(strategy, "strategy");
  }

  /** Work for a group that averages by FedAvg. */
  public Assignment(Payload head, TrainingSpec plan, long round, int participant) {
    this(head, plan, new StrategySpec.FedAvg(), round, participant);
  }

  /** Seed of what is drawn in an optimizer step, counted from 1. */
  public long chance(long step) {
    return Seed.of(plan.seed(), round, participant, Long.MIN_VALUE, step);
  }
}
