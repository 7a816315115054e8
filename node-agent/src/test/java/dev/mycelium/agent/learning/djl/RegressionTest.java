package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.NumberExamples;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegressionTest {
  private static final NumberExamples TRAIN = NumberExamples.plane(200, 3, 5);
  private static final NumberExamples HOLDOUT = NumberExamples.plane(50, 3, 6);

  /** For y' = w x + b: dw = 2/n sum (y' - y) x and db = 2/n sum (y' - y). */
  @Test
  void descendsByGradientOfSquaredError() {
    try (DjlLearner learner = learner(new ModelSpec.Linear())) {
      Payload head = learner.initial(5);
      Assignment fullBatch = new Assignment(head, Learners.sgd(0.1, 200, 1), 1, 0);

      LocalUpdate update = learner.learn(fullBatch, Cancellation.never());

      double[] gradient = gradient(values(head));
      float[] delta = values(update.delta());
      for (int i = 0; i < delta.length; i++) {
        assertThat((double) delta[i])
            .as("parameter %d", i)
            .isEqualTo(-0.1 * gradient[i], within(1e-6));
      }
    }
  }

  @Test
  void findsPlane() {
    try (DjlLearner learner = learner(new ModelSpec.Linear())) {
      Payload head = learner.initial(5);

      LocalUpdate update =
          learner.learn(
              new Assignment(head, Learners.sgd(0.1, 10, 20), 1, 0), Cancellation.never());

      Tensors trained = head.model().plus(update.delta().model());
      Evaluation evaluation = learner.evaluate(Payload.ofModel(trained), Split.HOLDOUT);
      assertThat(evaluation.metric()).isGreaterThan(0.9999);
      assertThat(evaluation.loss()).isLessThan(1e-4);
      assertThat(values(Payload.ofModel(trained)))
          .containsExactly(new float[] {3, -2, 0, 0.5f}, within(0.01f));
    }
  }

  @Test
  void bendsWithHiddenLayers() {
    try (DjlLearner learner = learner(new ModelSpec.Mlp(List.of(8)))) {
      Payload head = learner.initial(5);
      Assignment work = new Assignment(head, Learners.sgd(0.05, 10, 10), 1, 0);

      LocalUpdate update = learner.learn(work, Cancellation.never());

      Payload trained = Payload.ofModel(head.model().plus(update.delta().model()));
      assertThat(learner.evaluate(trained, Split.HOLDOUT).metric()).isGreaterThan(0.95);
      assertThat(learner.evaluate(head, Split.HOLDOUT).metric()).isLessThan(0.5);
    }
  }

  private static double[] gradient(float[] w) {
    double[] gradient = new double[w.length];
    for (int i = 0; i < TRAIN.size(); i++) {
      float[] x = TRAIN.rows()[i];
      double error = w[3] - TRAIN.target(i);
      for (int k = 0; k < 3; k++) {
        error += w[k] * x[k];
      }
      for (int k = 0; k < 3; k++) {
        gradient[k] += 2 * error * x[k] / TRAIN.size();
      }
      gradient[3] += 2 * error / TRAIN.size();
    }
    return gradient;
  }

  private static float[] values(Payload payload) {
    float[] values = new float[payload.model().elements()];
    payload.model().read(0, values, values.length);
    return values;
  }

  private static DjlLearner learner(ModelSpec model) {
    TaskSpec task = new TaskSpec(TaskKind.REGRESSION, List.of(3), List.of(), "r2", null);
    GroupSpec group =
        new GroupSpec(task, model, Learners.sgd(0.1, 10, 1), FederationSpec.defaults());
    return new DjlLearner(group, new LocalExamples(TRAIN, HOLDOUT, List.of()), Learners.cpu());
  }
}
