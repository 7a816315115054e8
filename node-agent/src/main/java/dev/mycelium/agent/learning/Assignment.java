package dev.mycelium.agent.learning;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * Work for a learner: train from {@code head} by {@code plan}.
 *
 * @param head the model, and those sections of the head that the strategy's training needs
 * @param plan of this round: what its schedule makes of the rate is in its optimizer already
 * @param strategy how the group makes one model of many; some ask for another way of training
 * @param round number of the round, from 1; part of the seed of shuffling
 * @param participant the node's index in the round's list of members; part of the seed of
 *     shuffling, so that runs repeat though node ids are random
 * @param memory what the learner left in its last {@link LocalUpdate} that came to count in this
 *     group; null if none did
 */
public record Assignment(
    Payload head,
    TrainingSpec plan,
    StrategySpec strategy,
    long round,
    int participant,
    @Nullable Payload memory) {

  public Assignment {
    requireNonNull(head, "head");
    plan = requireNonNull(plan, "plan").inRound(round);
    requireNonNull(strategy, "strategy");
  }

  /** Work for a group that averages by FedAvg. */
  public Assignment(Payload head, TrainingSpec plan, long round, int participant) {
    this(head, plan, new StrategySpec.FedAvg(), round, participant, null);
  }

  /**
   * FedProx's mu, 0 under any other strategy: training minimises the loss plus {@code mu / 2 ||w -
   * w_head||²}, hence adds {@code mu (w - w_head)} to each gradient (Li et al. 2020, arXiv
   * 1812.06127, algorithm 2).
   */
  public double proximity() {
    return strategy instanceof StrategySpec.FedProx prox ? prox.mu() : 0;
  }

  /** Seed of what is drawn in an optimizer step, counted from 1. */
  public long chance(long step) {
    return Seed.of(plan.seed(), round, participant, Long.MIN_VALUE, step);
  }

  /** Seed of what is drawn when this participant's update of a round is rounded by chance. */
  public static long rounding(TrainingSpec plan, long round, int participant) {
    return Seed.of(plan.seed(), round, participant, Long.MIN_VALUE);
  }
}
