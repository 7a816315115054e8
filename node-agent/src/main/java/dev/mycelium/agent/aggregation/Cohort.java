package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.WeightedSum;
import dev.mycelium.wire.node.NodeId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The contributions that are aggregated together: at least one, each node once, always in the order
 * of their node ids, so that the order of arrival cannot change a sum.
 *
 * @param members of the group that have data, whether or not they were asked: at least the
 *     contributions
 */
public record Cohort(List<Contribution> contributions, int members) {

  public Cohort {
    contributions =
        contributions.stream().sorted(Comparator.comparing(Contribution::node)).toList();
    if (contributions.isEmpty()) {
      throw new IllegalArgumentException("contributions: 0 (expected: > 0)");
    }
    if (members < contributions.size()) {
      throw new IllegalArgumentException(
          "members: %d (expected: >= %d, who contributed)"
              .formatted(members, contributions.size()));
    }
    Set<NodeId> nodes = new HashSet<>();
    for (Contribution contribution : contributions) {
      if (!nodes.add(contribution.node())) {
        throw new IllegalArgumentException(
            "node: " + contribution.node() + " twice (expected: each node once)");
      }
    }
    try {
      sum(contributions);
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException(
          "examples: over 2^63 - 1 together (expected: less)", overflow);
    }
  }

  /** The contributions of all members. */
  public Cohort(List<Contribution> contributions) {
    this(contributions, contributions.size());
  }

  public static Cohort of(Contribution... contributions) {
    return new Cohort(List.of(contributions));
  }

  /** The same members, of whom others, or others' updates, are aggregated. */
  Cohort with(List<Contribution> others) {
    return new Cohort(others, members);
  }

  public CohortSize size() {
    return new CohortSize(contributions.size());
  }

  /**
   * @throws IllegalArgumentException with the rule's reason, if it does not admit so many members
   */
  void requireAdmittedBy(Aggregator rule) {
    if (rule.admits(size()) instanceof Admission.Refused refused) {
      throw new IllegalArgumentException(refused.reason());
    }
  }

  /** One section of all updates, each times its weight, in the order of the node ids. */
  WeightedSum sum(String section, ToDoubleFunction<Contribution> weight) {
    return new WeightedSum(section(section), contributions.stream().mapToDouble(weight).toArray());
  }

  /** As {@link #sum}, each with its share of the examples: {@code (double) n_i / (double) N}. */
  WeightedSum sumByExamples(String section) {
    double all = examples();
    return sum(section, contribution -> contribution.examples() / all);
  }

  /** One section of all updates, in the order of the node ids. */
  List<TensorValues> section(String name) {
    return contributions.stream().map(contribution -> contribution.delta().section(name)).toList();
  }

  /** Examples behind all contributions together; exact. */
  public long examples() {
    return sum(contributions);
  }

  /**
   * @throws IllegalArgumentException naming the node whose update has another layout
   */
  void requireLayout(PayloadLayout expected) {
    for (Contribution contribution : contributions) {
      if (!expected.equals(contribution.delta().layout())) {
        throw new IllegalArgumentException(
            "layout of %s: %s (expected: %s)"
                .formatted(contribution.node(), contribution.delta().layout(), expected));
      }
    }
  }

  private static long sum(List<Contribution> contributions) {
    return contributions.stream().mapToLong(Contribution::examples).reduce(0, Math::addExact);
  }
}
