package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.PayloadValues;

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
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    double share = 1.0 / cohort.contributions().size();
    return NextSection.added(head, cohort, name -> () -> cohort.sum(name, each -> share)::addTo);
  }
}
