package dev.mycelium.agent.aggregation;

import dev.mycelium.wire.node.NodeId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The contributions that are aggregated together: at least one, each node once, always in the order
 * of their node ids, so that the order of arrival cannot change a sum.
 */
public record Cohort(List<Contribution> contributions) {

  public Cohort {
    contributions =
        contributions.stream().sorted(Comparator.comparing(Contribution::node)).toList();
    if (contributions.isEmpty()) {
      throw new IllegalArgumentException("contributions: 0 (expected: > 0)");
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

  public static Cohort of(Contribution... contributions) {
    return new Cohort(List.of(contributions));
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

  /** Examples behind all contributions together; exact. */
  public long examples() {
    return sum(contributions);
  }

  private static long sum(List<Contribution> contributions) {
    return contributions.stream().mapToLong(Contribution::examples).reduce(0, Math::addExact);
  }
}
