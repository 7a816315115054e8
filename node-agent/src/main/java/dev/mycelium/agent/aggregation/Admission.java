package dev.mycelium.agent.aggregation;

/** Whether a rule can work with a cohort of some size, known before anything is aggregated. */
public sealed interface Admission {

  record Admitted() implements Admission {}

  /**
   * @param reason what the rule needs, as {@code members: 0 (expected: >= 1)}
   */
  record Refused(String reason) implements Admission {}
}
