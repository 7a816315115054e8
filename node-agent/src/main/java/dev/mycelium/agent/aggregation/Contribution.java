package dev.mycelium.agent.aggregation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.wire.node.NodeId;

/**
 * One member's part in a round.
 *
 * @param delta trained parameters minus the head's, wherever they lie
 * @param examples training examples behind it: its weight, at least 1
 * @param steps optimizer steps behind it; 0 if it trained by other means
 */
public record Contribution(NodeId node, PayloadValues delta, long examples, long steps) {

  public Contribution {
    requireNonNull(node, "node");
    requireNonNull(delta, "delta");
    if (examples < 1) {
      throw new IllegalArgumentException("examples: " + examples + " (expected: > 0)");
    }
    if (steps < 0) {
      throw new IllegalArgumentException("steps: " + steps + " (expected: >= 0)");
    }
  }

  /** A part of which no steps are known. */
  public Contribution(NodeId node, PayloadValues delta, long examples) {
    this(node, delta, examples, 0);
  }

  /** The same member's part with another change. */
  Contribution with(PayloadValues other) {
    return new Contribution(node, other, examples, steps);
  }
}
