package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import java.util.Arrays;

/**
 * The mean of the members' models in which every member counts alike, whatever number of examples
 * it claims: {@link FedAvg} with
 *
 * <pre>
 *   w_i = 1.0 / (double) k      k members
 * </pre>
 *
 * for its weights, in the same order and with the same rounding.
 */
public final class UnweightedMean implements Aggregator {

  @Override
  public Admission admits(CohortSize size) {
    return size.admittedFrom(1);
  }

  @Override
  public Aggregation aggregate(Payload head, Cohort cohort) {
    double[] shares = new double[cohort.contributions().size()];
    Arrays.fill(shares, 1.0 / shares.length);
    return WeightedSum.next(head, cohort, shares);
  }
}
