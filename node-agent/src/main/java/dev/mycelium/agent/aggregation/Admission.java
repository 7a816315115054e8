package dev.mycelium.agent.aggregation;

/** Whether a rule can work with a cohort of some size, known before anything is aggregated. */
public sealed interface Admission {

  record Admitted() implements Admission {}

  /**
   * @param reason what the rule needs, as {@code members: 0 (expected: >= 1)}
   */
  record Refused(String reason) implements Admission {}

  /** Admitted if enough take part. */
  static Admission ofAtLeast(int members, CohortSize size) {
    return size.members() >= members
        ? new Admitted()
        : new Refused("members: %d (expected: >= %d)".formatted(size.members(), members));
  }
}
