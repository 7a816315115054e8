package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.WeightedSum;
import dev.mycelium.wire.group.StrategySpec;
import java.util.List;
import java.util.Map;

/**
 * Federated averaging with server momentum (Hsu et al. 2019, arXiv 1909.06335, section 4.3; with a
 * server learning rate as in Reddi et al. 2021, arXiv 2003.00295): the mean change of a round is
 * added to a fading sum of those before it.
 *
 * <pre>
 *   d   = sum_i ((double) n_i / (double) N) * (double) delta_i     i in the order of the node ids
 *   m'  = beta * m + d                                             m = 0 at the beginning
 *   w'  = w + rate * m'
 * </pre>
 *
 * for each number by itself, in IEEE 754 binary64, from left to right, each operation rounded once;
 * w' and m' are rounded to float32 at the end, w' from the unrounded m'. The head keeps m as the
 * section {@value #MOMENTUM}. With beta = 0 and rate = 1 this is {@link FedAvg} to one unit in the
 * last place. A number that leaves float32 refuses the round.
 */
public final class FedAvgM implements Aggregator {
  static final String MOMENTUM = "momentum";

  private final double rate;
  private final double beta;

  public FedAvgM(StrategySpec.FedAvgM spec) {
    this.rate = spec.serverLearningRate();
    this.beta = spec.momentum();
  }

  @Override
  public Map<String, Float> state() {
    return Map.of(MOMENTUM, 0f);
  }

  @Override
  public Admission admits(CohortSize size) {
    return size.admittedFrom(1);
  }

  @Override
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    cohort.requireLayout(updateLayout(head.model().layout()));
    return Candidate.of(
        NextSection.together(head, List.of(Payload.MODEL, MOMENTUM), cohort, () -> rule(cohort)),
        cohort);
  }

  private NextSection.Rule rule(Cohort cohort) {
    WeightedSum mean = cohort.sumByExamples(Payload.MODEL);
    return (from, sections, count) -> step(sections[0], sections[1], mean.of(from, count), count);
  }

  private void step(double[] w, double[] m, double[] d, int count) {
    for (int i = 0; i < count; i++) {
      m[i] = beta * m[i] + d[i];
      w[i] = w[i] + rate * m[i];
    }
  }
}
