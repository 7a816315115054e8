package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.PayloadValues;

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
 * <p>O(k P) for k updates of P numbers. A sum beyond float32 is {@link Aggregation.NonFinite}.
 */
public final class FedAvg implements Aggregator {
  @Override
  public Admission admits(CohortSize size) {
    return size.admittedFrom(1);
  }

  @Override
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    return NextSection.added(head, cohort, name -> () -> cohort.sumByExamples(name)::addTo);
  }
}
