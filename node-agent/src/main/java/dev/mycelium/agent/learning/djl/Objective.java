package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.mycelium.wire.group.TaskKind;

/** What training lowers. */
@FunctionalInterface
interface Objective {

  /**
   * Mean loss per example, a scalar; results belong to the manager of {@code outputs}.
   *
   * @param outputs [batch, outputs]
   * @param targets [batch, 1], float32: indices of the right classes, or the right numbers
   */
  NDArray loss(NDArray outputs, NDArray targets);

  static Objective of(TaskKind kind) {
    return switch (kind) {
      case CLASSIFICATION -> Objective::crossEntropy;
      case REGRESSION -> Objective::squaredError;
    };
  }

  /** -1/n sum_i log softmax(z_i)[c_i], in nats. */
  private static NDArray crossEntropy(NDArray logits, NDArray classes) {
    return logits.logSoftmax(1).gather(classes.toType(DataType.INT64, false), 1).mean().neg();
  }

  /** 1/n sum_i (y_i - y'_i)²; its gradient by y'_i is 2/n (y'_i - y_i). */
  private static NDArray squaredError(NDArray answers, NDArray numbers) {
    NDArray error = answers.sub(numbers);
    return error.mul(error).mean();
  }
}
