package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.wire.Expect;

/**
 * Coordinate-wise trimmed mean (Yin et al. 2018, arXiv 1803.01498): each number moves by the mean
 * of the members' changes of it without the {@code t} greatest and the {@code t} least, so that
 * {@code t} members can't move it beyond what the others sent.
 *
 * <pre>
 *   x_1 &lt;= ... &lt;= x_k   the members' changes of one number, sorted
 *   w     = 1.0 / (double) (k - 2 t)
 *   s_0   = (double) head
 *   s_i   = s_(i-1) + w * (double) x_(t+i)      i = 1 .. k - 2 t, from the least to the greatest
 *   head' = (float) s_(k-2t)
 * </pre>
 *
 * each product and each sum rounded once to binary64. With t = 0 this is the {@link UnweightedMean}
 * summed in another order.
 *
 * <p>Examples don't weigh. Each number by itself, hence for tensors of any shape; O(k log&sup2; k)
 * for each. A sum beyond float32 is {@link Aggregation.NonFinite}.
 */
public final class TrimmedMean implements Aggregator {
  private final int trim;

  /**
   * @param trim t &gt;= 0; a cohort needs more than 2 t members
   */
  public TrimmedMean(int trim) {
    this.trim = Expect.inRange(trim, "trim", 0, Integer.MAX_VALUE);
  }

  @Override
  public Admission admits(CohortSize size) {
    return size.admittedFrom(
        2L * trim + 1, "2 * %d + 1, to trim %d at either side".formatted(trim, trim));
  }

  @Override
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    cohort.requireAdmittedBy(this);
    return SortedColumns.next(head, cohort, trim);
  }
}
