package dev.mycelium.agent.learning;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.wire.group.TaskSpec;

/**
 * What a learner brings to a group.
 *
 * @param task what its data can answer
 * @param layout parameters of its model
 * @param trainExamples examples it trains on
 * @param holdoutExamples examples it set aside
 */
public record Offer(TaskSpec task, TensorLayout layout, int trainExamples, int holdoutExamples) {

  public Offer {
    requireNonNull(task, "task");
    requireNonNull(layout, "layout");
  }
}
