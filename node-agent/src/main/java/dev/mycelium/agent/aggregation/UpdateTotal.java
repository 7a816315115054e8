package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Tensors;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One section of all updates of a cohort, each with a weight: {@code sum_i w_i * (double) delta_i}
 * in IEEE 754 binary64, i in the order of the node ids, each product and each sum rounded once (no
 * fused multiply-add).
 */
final class UpdateTotal {
  private final Tensors[] updates;
  private final double[] weights;

  private UpdateTotal(Tensors[] updates, double[] weights) {
    this.updates = updates;
    this.weights = weights;
  }

  static UpdateTotal of(Cohort cohort, String section, ToDoubleFunction<Contribution> weight) {
    List<Contribution> contributions = cohort.contributions();
    return new UpdateTotal(
        contributions.stream().map(each -> each.delta().section(section)).toArray(Tensors[]::new),
        contributions.stream().mapToDouble(weight).toArray());
  }

  /** Each with its share of the cohort's examples: {@code (double) n_i / (double) N}. */
  static UpdateTotal byExamples(Cohort cohort, String section) {
    double all = cohort.examples();
    return of(cohort, section, contribution -> contribution.examples() / all);
  }

  /** Adds {@code count} numbers from position {@code from} onto {@code sums}, from its start. */
  void addTo(double[] sums, int from, int count) {
    Tensors.accumulate(weights, updates, from, sums, count);
  }
}
