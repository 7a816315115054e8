package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;

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
    return size.members() >= 1
        ? new Admission.Admitted()
        : new Admission.Refused("members: 0 (expected: >= 1)");
  }

  @Override
  public Aggregation aggregate(Payload head, Cohort cohort) {
    double share = 1.0 / cohort.contributions().size();
    return NextHead.of(
        head,
        cohort,
        changes ->
            (from, sums, count) -> {
              for (var change : changes) {
                change.accumulate(share, from, sums, count);
              }
            });
  }
}
