package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.PayloadValues;

/**
 * Coordinate-wise median (Yin et al. 2018, arXiv 1803.01498): each number moves by the median of
 * the members' changes of it, so that fewer than half of the members can't move it beyond what one
 * of the others sent.
 *
 * <pre>
 *   x_1 &lt;= ... &lt;= x_k   the members' changes of one number, sorted
 *   head' = (float) ((double) head + (double) x_((k+1)/2))                if k is odd
 *   head' = (float) (((double) head + 0.5 x_(k/2)) + 0.5 x_(k/2+1))       if k is even
 * </pre>
 *
 * each sum rounded once to binary64: the {@link TrimmedMean} that leaves one number or two.
 *
 * <p>Examples don't weigh. Each number by itself, hence for tensors of any shape; O(k log&sup2; k)
 * for each. Finite changes have a finite median; a sum beyond float32 is {@link
 * Aggregation.NonFinite}. One member is enough.
 */
public final class Median implements Aggregator {

  @Override
  public Admission admits(CohortSize size) {
    return size.admittedFrom(1);
  }

  @Override
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    return SortedColumns.next(head, cohort, (cohort.contributions().size() - 1) / 2);
  }
}
