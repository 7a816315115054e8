package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Federated averaging (McMahan et al. 2017, arXiv 1602.05629, algorithm 1): the mean of the
 * members' models, weighted by their numbers of examples.
 *
 * <pre>
 *   w_i   = (double) n_i / (double) N           N = sum of the n_i, exact in 64 bits
 *   s_0   = (double) head
 *   s_i   = s_(i-1) + w_i * (double) delta_i    i = 1 .. k, in the order of the node ids
 *   head' = (float) s_k
 * </pre>
 *
 * for each number by itself, in IEEE 754 binary64, each product and each sum rounded once (no fused
 * multiply-add). Whoever follows these lines gets the same bits (docs/decisions/0002).
 *
 * <p>Blocks of 2,048 numbers, so that their 16 KiB of sums stay in the first-level cache while the
 * updates stream past.
 */
public final class FedAvg implements Aggregator {
  private static final int BLOCK = 2048;

  @Override
  public Admission admits(CohortSize size) {
    return size.members() >= 1
        ? new Admission.Admitted()
        : new Admission.Refused("members: 0 (expected: >= 1)");
  }

  @Override
  public Aggregation aggregate(Payload head, Cohort cohort) {
    requireLayoutOf(head, cohort);
    long examples = cohort.examples();
    Map<String, Tensors> sections = new TreeMap<>();
    head.sections().forEach((name, old) -> sections.put(name, average(name, old, cohort)));
    Payload candidate = new Payload(sections);
    Optional<String> overflown = candidate.firstNonFinite();
    return overflown.isPresent()
        ? new Aggregation.NonFinite(overflown.get())
        : new Aggregation.Aggregated(candidate, examples, cohort.contributions().size());
  }

  private static Tensors average(String section, Tensors head, Cohort cohort) {
    float[] next = new float[head.elements()];
    double[] weights = weights(cohort);
    Tensors[] deltas =
        cohort.contributions().stream()
            .map(contribution -> contribution.delta().section(section))
            .toArray(Tensors[]::new);
    double[] sums = new double[BLOCK];
    for (int from = 0; from < next.length; from += BLOCK) {
      int count = Math.min(BLOCK, next.length - from);
      head.read(from, sums, count);
      for (int i = 0; i < deltas.length; i++) {
        deltas[i].accumulate(weights[i], from, sums, count);
      }
      for (int i = 0; i < count; i++) {
        next[from + i] = (float) sums[i];
      }
    }
    return Tensors.adopt(head.layout(), next);
  }

  private static double[] weights(Cohort cohort) {
    double all = cohort.examples();
    return cohort.contributions().stream()
        .mapToDouble(contribution -> contribution.examples() / all)
        .toArray();
  }

  private static void requireLayoutOf(Payload head, Cohort cohort) {
    for (Contribution contribution : cohort.contributions()) {
      if (!head.layout().equals(contribution.delta().layout())) {
        throw new IllegalArgumentException(
            "layout of %s: %s (expected: %s)"
                .formatted(contribution.node(), contribution.delta().layout(), head.layout()));
      }
    }
  }
}
