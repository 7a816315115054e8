package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;

/** What came of an aggregation. */
public sealed interface Aggregation {

  /**
   * @param head the candidate for the next head; finite
   * @param examples training examples behind it
   * @param members how many contributed
   */
  record Aggregated(Payload head, long examples, int members) implements Aggregation {}

  /**
   * Sums left the finite float32 numbers; the old head stays.
   *
   * @param tensor the first tensor concerned, as {@code section/tensor}
   */
  record NonFinite(String tensor) implements Aggregation {}
}
