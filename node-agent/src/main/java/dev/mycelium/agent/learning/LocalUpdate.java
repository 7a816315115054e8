package dev.mycelium.agent.learning;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;

/**
 * What training made of a head.
 *
 * @param delta trained parameters minus the head's
 * @param examples training examples behind it, counted once however many epochs were run
 * @param trainLoss mean loss per example over the last local epoch
 * @param steps optimizer steps taken
 */
public record LocalUpdate(Payload delta, long examples, double trainLoss, long steps) {

  public LocalUpdate {
    requireNonNull(delta, "delta");
    if (examples < 1) {
      throw new IllegalArgumentException("examples: " + examples + " (expected: > 0)");
    }
  }
}
