package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.WeightedSum;
import dev.mycelium.wire.group.StrategySpec;
import java.util.List;
import java.util.Map;

/**
 * FedAdagrad, FedAdam and FedYogi (Reddi et al. 2021, arXiv 2003.00295, algorithm 2): an adaptive
 * step of the server along the mean change of a round, larger where the changes of the rounds
 * before it were small.
 *
 * <pre>
 *   d   = sum_i ((double) n_i / (double) N) * (double) delta_i     i in the order of the node ids
 *   m'  = b1 * m + (1 - b1) * d                                    m = 0      at the beginning
 *   v'  = v + d * d                             FedAdagrad         v = tau^2  at the beginning
 *       = b2 * v + (1 - b2) * (d * d)           FedAdam
 *       = v - (1 - b2) * (d * d) * sign(v - d * d)   FedYogi
 *   w'  = w + rate * m' / (sqrt(v') + tau)
 * </pre>
 *
 * for each number by itself, in IEEE 754 binary64, from left to right, each operation rounded once;
 * w', m' and v' are rounded to float32 at the end, w' from the unrounded m' and v'. The head keeps
 * m and v as the sections {@value #MOMENTUM} and {@value #SECOND_MOMENT}. As in the paper there is
 * no bias correction; members are weighed by examples, as in {@link FedAvg}, where the listing has
 * the plain mean. With b1 = b2 = 0 and a tau far above |d| FedAdam is FedAvg with its step scaled
 * by rate / tau. A number that leaves float32 refuses the round.
 */
public final class FedOpt implements Aggregator {
  static final String MOMENTUM = "momentum";
  static final String SECOND_MOMENT = "second_moment";

  private final double rate;
  private final double beta1;
  private final double tau;
  private final SecondMoment secondMoment;

  /** v' of v and the square of d. */
  private interface SecondMoment {
    double next(double before, double square);
  }

  private FedOpt(double rate, double beta1, double tau, SecondMoment secondMoment) {
    this.rate = rate;
    this.beta1 = beta1;
    this.tau = tau;
    this.secondMoment = secondMoment;
  }

  public static FedOpt of(StrategySpec.FedAdagrad spec) {
    return new FedOpt(
        spec.serverLearningRate(), spec.beta1(), spec.tau(), (before, square) -> before + square);
  }

  public static FedOpt of(StrategySpec.FedAdam spec) {
    double beta2 = spec.beta2();
    return new FedOpt(
        spec.serverLearningRate(),
        spec.beta1(),
        spec.tau(),
        (before, square) -> beta2 * before + (1 - beta2) * square);
  }

  public static FedOpt of(StrategySpec.FedYogi spec) {
    double beta2 = spec.beta2();
    return new FedOpt(
        spec.serverLearningRate(),
        spec.beta1(),
        spec.tau(),
        (before, square) -> before - (1 - beta2) * square * Math.signum(before - square));
  }

  @Override
  public Map<String, Float> state() {
    return Map.of(MOMENTUM, 0f, SECOND_MOMENT, (float) (tau * tau));
  }

  @Override
  public Admission admits(CohortSize size) {
    return size.admittedFrom(1);
  }

  @Override
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    cohort.requireLayout(updateLayout(head.model().layout()));
    List<String> sections = List.of(Payload.MODEL, MOMENTUM, SECOND_MOMENT);
    return Candidate.of(NextSection.together(head, sections, cohort, () -> rule(cohort)), cohort);
  }

  private NextSection.Rule rule(Cohort cohort) {
    WeightedSum mean = cohort.sumByExamples(Payload.MODEL);
    return (from, sections, count) -> step(sections, mean.of(from, count), count);
  }

  private void step(double[][] sections, double[] d, int count) {
    double[] w = sections[0];
    double[] m = sections[1];
    double[] v = sections[2];
    for (int i = 0; i < count; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * d[i];
      v[i] = secondMoment.next(v[i], d[i] * d[i]);
      w[i] = w[i] + rate * m[i] / (Math.sqrt(v[i]) + tau);
    }
  }
}
