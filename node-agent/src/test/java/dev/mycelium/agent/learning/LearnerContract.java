package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every learner keeps. */
public interface LearnerContract {

  /** A new learner, each time with the same model and the same examples, at least 20 of them. */
  Learner newLearner();

  /** Rate at which one epoch lowers the learner's loss. */
  double gentleRate();

  default TrainingSpec plan(double rate, int batchSize, int epochs) {
    return new TrainingSpec(new OptimizerSpec.Sgd(rate, 0), batchSize, epochs, 7);
  }

  default Assignment assignment(Learner learner, TrainingSpec plan) {
    return new Assignment(learner.initial(1), plan, 1, 0);
  }

  @Test
  default void drawsInitialParametersFromSeed() {
    try (Learner learner = newLearner();
        Learner other = newLearner()) {
      Payload initial = learner.initial(1);

      assertThat(initial.model().layout()).isEqualTo(learner.offer().layout());
      assertThat(initial.isFinite()).isTrue();
      assertThat(other.initial(1)).isEqualTo(initial);
      assertThat(other.initial(2)).isNotEqualTo(initial);
    }
  }

  @Test
  default void lowersLossAndMovesParameters() {
    try (Learner learner = newLearner()) {
      Assignment work = assignment(learner, plan(gentleRate(), 5, 2));

      LocalUpdate update = learner.learn(work, Cancellation.never());

      Tensors head = work.head().model();
      Tensors delta = update.delta().model();
      Payload trained = Payload.ofModel(head.plus(delta));
      assertThat(delta).isNotEqualTo(Tensors.zeros(head.layout()));
      assertThat(learner.evaluate(trained, Split.TRAIN).loss())
          .isLessThan(learner.evaluate(work.head(), Split.TRAIN).loss());
    }
  }

  @Test
  default void countsExamplesOnceHoweverManyEpochs() {
    try (Learner learner = newLearner()) {
      int examples = learner.offer().trainExamples();

      LocalUpdate update =
          learner.learn(assignment(learner, plan(gentleRate(), 3, 4)), Cancellation.never());

      assertThat(update.examples()).isEqualTo(examples);
      assertThat(update.steps()).isEqualTo(4L * ((examples + 2) / 3));
    }
  }

  @Test
  default void givesSameBitsForSameAssignment() {
    try (Learner learner = newLearner();
        Learner other = newLearner()) {
      Assignment work = assignment(learner, plan(gentleRate(), 3, 2));

      LocalUpdate first = learner.learn(work, Cancellation.never());

      assertThat(learner.learn(work, Cancellation.never())).isEqualTo(first);
      assertThat(other.learn(work, Cancellation.never())).isEqualTo(first);
    }
  }

  @Test
  default void evaluatesTheSameTwice() {
    try (Learner learner = newLearner()) {
      Payload head = learner.initial(3);

      Evaluation evaluation = learner.evaluate(head, Split.HOLDOUT);

      assertThat(evaluation.examples()).isEqualTo(learner.offer().holdoutExamples());
      assertThat(evaluation.metric()).isBetween(0.0, 1.0);
      assertThat(learner.evaluate(head, Split.HOLDOUT)).isEqualTo(evaluation);
    }
  }

  @Test
  default void refusesHeadOfOtherLayout() {
    try (Learner learner = newLearner()) {
      TensorLayout layout = TensorLayout.of(TensorSpec.of("stranger", 1));
      Payload stranger = Payload.ofModel(Tensors.zeros(layout));
      Assignment work = new Assignment(stranger, plan(gentleRate(), 3, 1), 1, 0);

      assertThatThrownBy(() -> learner.learn(work, Cancellation.never()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stranger");
      assertThatThrownBy(() -> learner.evaluate(stranger, Split.HOLDOUT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stranger");
    }
  }

  @Test
  default void stopsWithinOneStepOfRequest() {
    try (Learner learner = newLearner()) {
      AtomicInteger asked = new AtomicInteger();
      Assignment work = assignment(learner, plan(gentleRate(), 3, 2));

      assertThatThrownBy(() -> learner.learn(work, () -> asked.incrementAndGet() > 3))
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("after 3 steps");

      assertThat(asked).hasValue(4);
    }
  }

  @Test
  default void refusesToReturnNumbersThatDiverged() {
    try (Learner learner = newLearner()) {
      Assignment work = assignment(learner, plan(1e30, 3, 2));

      assertThatThrownBy(() -> learner.learn(work, Cancellation.never()))
          .isInstanceOf(DivergedException.class);
    }
  }
}
