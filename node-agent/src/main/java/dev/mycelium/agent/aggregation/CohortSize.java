package dev.mycelium.agent.aggregation;

/** How many members take part in an aggregation; 0 if nobody answered. */
public record CohortSize(int members) {

  public CohortSize {
    if (members < 0) {
      throw new IllegalArgumentException("members: " + members + " (expected: >= 0)");
    }
  }
}
