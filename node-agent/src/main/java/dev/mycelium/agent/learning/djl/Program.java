package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A model's parameters on a device and what it computes with them. */
interface Program {

  /** All parameters, in the order of the layout; changed in place by training. */
  List<NDArray> parameters();

  /** Those parameters that training changes, in the same order. */
  List<NDArray> trainable();

  /**
   * Answers as the model gives them in use; whoever manages {@code inputs} manages them.
   *
   * @param inputs [batch, input shape]
   * @return [batch, outputs]
   */
  NDArray answers(NDArray inputs);

  /**
   * Answers while training, recorded for the gradient; only inside a {@link GradientTape}.
   *
   * @param chance where a model that draws, as dropout does, draws from
   */
  NDArray trainingAnswers(NDArray inputs, long chance);
}
