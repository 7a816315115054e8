package dev.mycelium.agent.aggregation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.Expect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Another rule, on updates of which each is the mean of its nearest neighbours: nearest neighbour
 * mixing (Allouah et al. 2023, arXiv 2302.01772). Honest updates that differ because the members'
 * data do come closer to each other, so that a robust rule behind it tells them from an attacker's.
 *
 * <pre>
 *   N_i  = i, and the k - f - 1 others of least squared L2 distance to it; of equals the first node ids
 *   w    = 1.0 / (double) (k - f)
 *   s_0  = 0
 *   s_j  = s_(j-1) + w * (double) delta_j       j in N_i, in the order of the node ids
 *   y_i  = (float) s_(k-f)
 * </pre>
 *
 * each product and each sum rounded once to binary64; {@link Distances} are over all numbers of an
 * update. The mixed update keeps its node and its examples; examples don't weigh in the mixture.
 *
 * <p>Needs {@code k >= 2 f + 1} members, and what the rule needs. O(k&sup2; P) for P numbers, and
 * memory for k more updates. Finite updates have finite mixtures.
 */
public final class Mixed implements Aggregator {
  private final int attackers;
  private final Aggregator rule;

  /**
   * @param attackers f &gt;= 0: members that may send anything at all
   * @param rule with no state and no answers
   */
  public Mixed(int attackers, Aggregator rule) {
    this.attackers = Expect.inRange(attackers, "attackers", 0, Integer.MAX_VALUE);
    this.rule = requireNonNull(rule, "rule");
  }

  @Override
  public Admission admits(CohortSize size) {
    Admission own =
        size.admittedFrom(
            2L * attackers + 1, "2 * %d + 1, for %d attackers".formatted(attackers, attackers));
    return own instanceof Admission.Refused ? own : rule.admits(size);
  }

  @Override
  public Aggregation aggregate(Payload head, Cohort cohort) {
    cohort.requireLayout(head.layout());
    return rule.aggregate(head, mixed(cohort));
  }

  private Cohort mixed(Cohort cohort) {
    cohort.requireAdmittedBy(this);
    List<Contribution> members = cohort.contributions();
    Distances distances = Distances.between(cohort);
    List<Contribution> mixed = new ArrayList<>();
    for (int member = 0; member < members.size(); member++) {
      List<Payload> near =
          neighbours(member, distances, members.size())
              .mapToObj(members::get)
              .map(Contribution::delta)
              .toList();
      mixed.add(members.get(member).with(mean(near)));
    }
    return cohort.with(mixed);
  }

  private IntStream neighbours(int member, Distances distances, int members) {
    int[] others = distances.nearest(member, members - attackers - 1);
    return IntStream.concat(IntStream.of(member), Arrays.stream(others)).sorted();
  }

  private static Payload mean(List<Payload> near) {
    Map<String, Tensors> sections = new TreeMap<>();
    for (String section : near.get(0).sections().keySet()) {
      sections.put(
          section, mean(near.stream().map(each -> each.section(section)).toArray(Tensors[]::new)));
    }
    return new Payload(sections);
  }

  private static Tensors mean(Tensors[] near) {
    float[] mean = new float[near[0].elements()];
    double share = 1.0 / near.length;
    Stripes.each(
        mean.length,
        (begin, end) -> {
          double[] sums = new double[NextHead.BLOCK];
          for (int from = begin; from < end; from += sums.length) {
            int count = Math.min(sums.length, end - from);
            Arrays.fill(sums, 0);
            for (Tensors one : near) {
              one.accumulate(share, from, sums, count);
            }
            for (int i = 0; i < count; i++) {
              mean[from + i] = (float) sums[i];
            }
          }
        });
    return Tensors.adopt(near[0].layout(), mean);
  }
}
