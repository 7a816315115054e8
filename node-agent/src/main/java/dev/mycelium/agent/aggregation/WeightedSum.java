package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;

/**
 * Adds the members' changes, each times its weight, in the order of the node ids: each product and
 * each sum rounded once to binary64.
 */
final class WeightedSum {
  private WeightedSum() {}

  static Aggregation next(Payload head, Cohort cohort, double[] weights) {
    return NextHead.of(
        head,
        cohort,
        changes -> (from, sums, count) -> Tensors.accumulate(weights, changes, from, sums, count));
  }
}
