package dev.mycelium.agent.learning;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What training made of a head.
 *
 * @param delta trained parameters minus the head's, and what else the group's strategy asks for
 * @param examples training examples behind it, counted once however many epochs were run
 * @param trainLoss mean loss per example over the last local epoch
 * @param steps optimizer steps taken
 * @param memory what the next {@link Assignment} shall bring back, if this update comes to count;
 *     it never leaves the node; null for nothing
 */
public record LocalUpdate(
    Payload delta, long examples, double trainLoss, long steps, @Nullable Payload memory) {

  public LocalUpdate {
    requireNonNull(delta, "delta");
    if (examples < 1) {
      throw new IllegalArgumentException("examples: " + examples + " (expected: > 0)");
    }
  }

  /** An update of a learner that remembers nothing. */
  public LocalUpdate(Payload delta, long examples, double trainLoss, long steps) {
    this(delta, examples, trainLoss, steps, null);
  }
}
