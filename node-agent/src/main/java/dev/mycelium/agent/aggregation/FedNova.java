package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.WeightedSum;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import java.util.List;

/**
 * Normalized averaging (Wang et al. 2020, arXiv 2007.07481, section 4, with the plain server step):
 * each member's change is divided by the weight of the steps it took, so that whoever took more
 * steps does not pull the model towards its own optimum.
 *
 * <pre>
 *   p_i = (double) n_i / (double) N
 *   a_i = ||a_i||_1, what tau_i steps weigh    = tau_i without momentum ({@link
 *         OptimizerSpec.Sgd#weightOf}, section 4.1)
 *   t   = sum_i p_i * a_i                      the effective number of steps, tau_eff
 *   d   = sum_i (p_i * t / a_i) * (double) delta_i     i in the order of the node ids
 *   w'  = w + d
 * </pre>
 *
 * for each number by itself, in IEEE 754 binary64, from left to right, each operation rounded once;
 * w' is rounded to float32 at the end. With equal numbers of steps this is {@link FedAvg} to one
 * unit in the last place. An update without steps is refused when it arrives, a number that leaves
 * float32 refuses the round.
 */
public final class FedNova implements Aggregator {
  private final double momentum;

  public FedNova(StrategySpec.FedNova spec) {
    this.momentum = spec.momentum();
  }

  @Override
  public boolean countsSteps() {
    return true;
  }

  @Override
  public Admission admits(CohortSize size) {
    return size.admittedFrom(1);
  }

  @Override
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    cohort.requireLayout(updateLayout(head.model().layout()));
    double all = cohort.examples();
    double effective = 0;
    for (Contribution each : cohort.contributions()) {
      effective += each.examples() / all * weight(each);
    }
    double steps = effective;
    return Candidate.of(
        NextSection.together(
            head,
            List.of(Payload.MODEL),
            cohort,
            () ->
                rule(
                    cohort.sum(
                        Payload.MODEL, each -> each.examples() / all * steps / weight(each)))),
        cohort);
  }

  private static NextSection.Rule rule(WeightedSum normalized) {
    return (from, sections, count) -> step(sections[0], normalized.of(from, count), count);
  }

  private double weight(Contribution contribution) {
    if (contribution.steps() < 1) {
      throw new IllegalArgumentException(
          "steps of %s: %d (expected: > 0)".formatted(contribution.node(), contribution.steps()));
    }
    return OptimizerSpec.Sgd.weightOf(contribution.steps(), momentum);
  }

  private static void step(double[] w, double[] d, int count) {
    for (int i = 0; i < count; i++) {
      w[i] = w[i] + d[i];
    }
  }
}
