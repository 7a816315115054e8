package dev.mycelium.agent.learning;

import dev.mycelium.wire.group.TaskSpec;

/** Metric and loss of a model's outputs, example by example; one object for one evaluation. */
public interface Scores {

  /**
   * @param outputs of any number of examples, row-major [examples, outputs of the task]
   * @param row which example among them
   * @param target what the answer should be, as {@link Targets} gives it
   */
  void add(float[] outputs, int row, float target);

  /**
   * @throws DivergedException if an output was not finite, and with it the loss
   */
  Evaluation evaluation();

  static Scores of(TaskSpec task) {
    return switch (task.kind()) {
      case CLASSIFICATION -> new ClassScores(task.outputs());
      case REGRESSION -> new NumberScores();
    };
  }
}
