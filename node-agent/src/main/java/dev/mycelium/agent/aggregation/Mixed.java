package dev.mycelium.agent.aggregation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.WeightedSum;
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
 * <p>Needs {@code k >= 2 f + 1} members, and what the rule needs. O(k&sup2; P) for P numbers, each
 * of which is mixed as it is read. Finite updates have finite mixtures.
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
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    cohort.requireLayout(head.layout());
    return rule.candidate(head, mixed(cohort));
  }

  private Cohort mixed(Cohort cohort) {
    cohort.requireAdmittedBy(this);
    List<Contribution> members = cohort.contributions();
    Distances distances = Distances.between(cohort);
    List<Contribution> mixed = new ArrayList<>();
    for (int member = 0; member < members.size(); member++) {
      List<PayloadValues> near =
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

  private static PayloadValues mean(List<PayloadValues> near) {
    Map<String, TensorValues> sections = new TreeMap<>();
    for (String name : near.get(0).names()) {
      sections.put(name, new Mean(near.stream().map(each -> each.section(name)).toList()));
    }
    return PayloadValues.of(sections);
  }

  private record Mean(List<TensorValues> near) implements TensorValues {

    @Override
    public TensorLayout layout() {
      return near.get(0).layout();
    }

    @Override
    public void read(int from, float[] target, int at, int count) {
      double[] shares = new double[near.size()];
      Arrays.fill(shares, 1.0 / near.size());
      WeightedSum mean = new WeightedSum(near, shares);
      for (int done = 0; done < count; done += BLOCK) {
        int next = Math.min(BLOCK, count - done);
        double[] sums = mean.of(from + done, next);
        for (int i = 0; i < next; i++) {
          target[at + done + i] = (float) sums[i];
        }
      }
    }
  }
}
