package dev.mycelium.agent.aggregation;

/** How many members take part in an aggregation; 0 if nobody answered. */
public record CohortSize(int members) {

  public CohortSize {
    if (members < 0) {
      throw new IllegalArgumentException("members: " + members + " (expected: >= 0)");
    }
  }

  /**
   * @param needed members that a rule needs
   * @param arithmetic how that number comes about, as {@code 2 * 2 + 3, for 2 attackers}
   */
  Admission admittedFrom(long needed, String arithmetic) {
    return admitted(needed, " = " + arithmetic);
  }

  Admission admittedFrom(long needed) {
    return admitted(needed, "");
  }

  private Admission admitted(long needed, String why) {
    return members >= needed
        ? new Admission.Admitted()
        : new Admission.Refused("members: %d (expected: >= %d%s)".formatted(members, needed, why));
  }
}
