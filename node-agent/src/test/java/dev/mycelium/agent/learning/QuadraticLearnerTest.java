package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.tensor.Tensors;
import org.junit.jupiter.api.Test;

class QuadraticLearnerTest implements LearnerContract {

  @Override
  public Learner newLearner() {
    return new QuadraticLearner(20, 1, -2, 3);
  }

  @Override
  public double gentleRate() {
    return 0.1;
  }

  @Test
  void approachesOptimumAsItsClosedFormSays() {
    try (Learner learner = newLearner()) {
      Assignment work = assignment(learner, plan(0.1, 5, 3));

      LocalUpdate update = learner.learn(work, Cancellation.never());

      float[] start = values(work.head().model());
      float[] delta = values(update.delta().model());
      double left = Math.pow(0.9, 12);
      assertThat((double) delta[0]).isEqualTo((1 - left) * (1 - start[0]), within(1e-6));
      assertThat((double) delta[1]).isEqualTo((1 - left) * (-2 - start[1]), within(1e-6));
      assertThat((double) delta[2]).isEqualTo((1 - left) * (3 - start[2]), within(1e-6));
    }
  }

  private static float[] values(Tensors tensors) {
    float[] values = new float[tensors.elements()];
    tensors.read(0, values, values.length);
    return values;
  }
}
