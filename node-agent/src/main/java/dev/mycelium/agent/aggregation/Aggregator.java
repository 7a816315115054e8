package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;

/**
 * A rule that makes the next head of a head and the updates of a cohort. Pure: the same head and
 * the same cohort give the same bits on every machine; whatever state the rule needs is a section
 * of the head. Implementations are safe to share between threads.
 */
public interface Aggregator {

  Admission admits(CohortSize size);

  /**
   * @param cohort admitted, and each contribution with the tensors of this head, and finite
   * @throws IllegalArgumentException if a contribution's layout is not the head's
   */
  Aggregation aggregate(Payload head, Cohort cohort);
}
