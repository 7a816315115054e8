package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.wire.Expect;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Krum and Multi-Krum (Blanchard et al. 2017, arXiv 1703.02757): the mean of the {@code m} updates
 * that lie nearest to their neighbours; Krum is {@code m = 1}.
 *
 * <pre>
 *   score(i) = sum of the k - f - 2 least squared L2 distances from update i to others
 *   head'    = UnweightedMean of the m updates of least score; of equal scores the first node id
 * </pre>
 *
 * <p>A distance is over all numbers of the update ({@link Distances}: how exact, in what order);
 * those of one member are summed in binary64 from the least on. Examples weigh neither in the
 * choice nor in the mean: a claim is no evidence. With {@code m = k} this is the {@link
 * UnweightedMean}, bit for bit; it withstands f attackers only while {@code m <= k - f}.
 *
 * <p>Needs {@code k >= 2 f + 3} members, as the paper does, and {@code k >= m}. O(k&sup2; P) for P
 * numbers. A sum beyond float32 is {@link Aggregation.NonFinite}.
 */
public final class Krum implements Aggregator {
  private final int attackers;
  private final int selected;

  /**
   * @param attackers f &gt;= 0: members that may send anything at all
   * @param selected m &gt;= 1: updates that are averaged
   */
  public Krum(int attackers, int selected) {
    this.attackers = Expect.inRange(attackers, "attackers", 0, Integer.MAX_VALUE);
    this.selected = Expect.inRange(selected, "selected", 1, Integer.MAX_VALUE);
  }

  @Override
  public Admission admits(CohortSize size) {
    long needed = 2L * attackers + 3;
    return selected > needed
        ? size.admittedFrom(selected, "all that are selected")
        : size.admittedFrom(needed, "2 * %d + 3, for %d attackers".formatted(attackers, attackers));
  }

  /** Examples and members of the result are those of the selected updates. */
  @Override
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    cohort.requireLayout(head.layout());
    return new UnweightedMean().candidate(head, selected(cohort));
  }

  /** The part of an admitted cohort that is averaged. */
  Cohort selected(Cohort cohort) {
    cohort.requireAdmittedBy(this);
    List<Contribution> members = cohort.contributions();
    Distances distances = Distances.between(cohort);
    double[] scores =
        IntStream.range(0, members.size())
            .mapToDouble(member -> score(member, distances, members.size()))
            .toArray();
    return cohort.with(
        IntStream.range(0, members.size())
            .boxed()
            .sorted(Comparator.comparingDouble(member -> scores[member]))
            .limit(selected)
            .map(members::get)
            .toList());
  }

  private double score(int member, Distances distances, int members) {
    double score = 0;
    for (int other : distances.nearest(member, members - attackers - 2)) {
      score += distances.squared(member, other);
    }
    return score;
  }
}
