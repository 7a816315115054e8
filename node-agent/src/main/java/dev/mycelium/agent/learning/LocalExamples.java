package dev.mycelium.agent.learning;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.data.Examples;
import java.util.List;

/**
 * What a node learns from and is scored on.
 *
 * @param train examples to train on, at least one
 * @param holdout examples set aside before training; may be none, then the node has no score
 * @param labels names of the classes that the examples' labels are indices of
 */
public record LocalExamples(Examples train, Examples holdout, List<String> labels) {

  public LocalExamples {
    requireNonNull(train, "train");
    requireNonNull(holdout, "holdout");
    labels = List.copyOf(labels);
    if (train.size() < 1) {
      throw new IllegalArgumentException("train: 0 examples (expected: > 0)");
    }
    if (train.inputs() != holdout.inputs()) {
      throw new IllegalArgumentException(
          "holdout: %d inputs (expected: %d, as in training)"
              .formatted(holdout.inputs(), train.inputs()));
    }
  }

  /**
   * @throws IllegalArgumentException if the split has no examples
   */
  public Examples in(Split split) {
    Examples examples =
        switch (split) {
          case TRAIN -> train;
          case HOLDOUT -> holdout;
        };
    if (examples.size() == 0) {
      throw new IllegalArgumentException(split + ": 0 examples (expected: > 0)");
    }
    return examples;
  }
}
