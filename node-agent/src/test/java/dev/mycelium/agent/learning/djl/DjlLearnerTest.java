package dev.mycelium.agent.learning.djl;

import static dev.mycelium.agent.learning.djl.Learners.SMALL_MLP;
import static dev.mycelium.agent.learning.djl.Learners.cpu;
import static dev.mycelium.agent.learning.djl.Learners.group;
import static dev.mycelium.agent.learning.djl.Learners.labels;
import static dev.mycelium.agent.learning.djl.Learners.learner;
import static dev.mycelium.agent.learning.djl.Learners.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.DivergedException;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerContract;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class DjlLearnerTest implements LearnerContract {
  private static final int CLASSES = 4;

  @Override
  public Learner newLearner() {
    return learner(SMALL_MLP, ArrayExamples.blobs(40, 4, CLASSES, 1), CLASSES);
  }

  @Override
  public double gentleRate() {
    return 0.05;
  }

  @Test
  void separatesCloudsThatItHasNotSeen() {
    ArrayExamples train = ArrayExamples.blobs(400, 4, CLASSES, 1);
    ArrayExamples holdout = ArrayExamples.blobs(1_500, 4, CLASSES, 2);
    try (DjlLearner learner = learner(new ModelSpec.Mlp(List.of(32)), train, holdout, CLASSES)) {
      Assignment work = new Assignment(learner.initial(1), sgd(0.1, 10, 20), 1, 0);

      LocalUpdate update = learner.learn(work, Cancellation.never());

      Evaluation before = learner.evaluate(work.head(), Split.HOLDOUT);
      Evaluation after = learner.evaluate(sum(work.head(), update), Split.HOLDOUT);
      assertThat(before.loss()).isEqualTo(Math.log(CLASSES), within(0.2));
      assertThat(after.loss()).isLessThan(0.2);
      assertThat(after.metric()).isGreaterThan(0.93);
      assertThat(update.trainLoss()).isLessThan(0.2);
    }
  }

  @Test
  void shufflesByRoundAndParticipant() {
    try (Learner learner = newLearner()) {
      Payload head = learner.initial(1);
      TrainingSpec plan = sgd(0.1, 3, 1);

      LocalUpdate update = learner.learn(new Assignment(head, plan, 1, 0), Cancellation.never());

      assertThat(learner.learn(new Assignment(head, plan, 1, 1), Cancellation.never()).delta())
          .isNotEqualTo(update.delta());
      assertThat(learner.learn(new Assignment(head, plan, 2, 0), Cancellation.never()).delta())
          .isNotEqualTo(update.delta());
    }
  }

  @Test
  void startsOptimizerStateAfreshInEachRound() {
    TrainingSpec plan = Learners.plan(new OptimizerSpec.Sgd(0.1, 0.9), 5, 1);
    try (Learner learner = newLearner();
        Learner other = newLearner()) {
      Payload head = learner.initial(1);
      learner.learn(new Assignment(head, plan, 1, 0), Cancellation.never());

      LocalUpdate second = learner.learn(new Assignment(head, plan, 2, 0), Cancellation.never());

      assertThat(other.learn(new Assignment(head, plan, 2, 0), Cancellation.never()))
          .isEqualTo(second);
    }
  }

  @Test
  void takesLabelsByNameNotByIndex() {
    ArrayExamples inGroupsOrder = new ArrayExamples(1, new float[][] {{1}, {-1}}, new int[] {2, 0});
    ArrayExamples inNodesOrder = new ArrayExamples(1, new float[][] {{1}, {-1}}, new int[] {0, 1});
    List<String> all = List.of("ant", "bee", "cow");
    try (DjlLearner whole = mapped(inGroupsOrder, all, all);
        DjlLearner subset = mapped(inNodesOrder, List.of("cow", "ant"), all)) {
      Assignment work = new Assignment(whole.initial(1), sgd(0.5, 2, 3), 1, 0);

      LocalUpdate update = subset.learn(work, Cancellation.never());

      assertThat(update).isEqualTo(whole.learn(work, Cancellation.never()));
      assertThat(subset.evaluate(work.head(), Split.TRAIN))
          .isEqualTo(whole.evaluate(work.head(), Split.TRAIN));
      assertThat(subset.offer().task().labels()).containsExactly("cow", "ant");
    }
  }

  @Test
  void refusesLabelThatGroupLacks() {
    ArrayExamples examples = ArrayExamples.blobs(4, 2, 2, 1);

    assertThatThrownBy(() -> mapped(examples, List.of("ant", "elk"), List.of("ant", "bee")))
        .hasMessage("label: \"elk\" (expected one of: [ant, bee])");
  }

  @Test
  void refusesExamplesOfOtherSize() {
    LocalExamples local =
        new LocalExamples(ArrayExamples.blobs(4, 2, 2, 1), ArrayExamples.none(2), labels(2));

    assertThatThrownBy(
            () -> new DjlLearner(group(new ModelSpec.Linear(), 3, labels(2)), local, cpu()))
        .hasMessage("inputs: 2 (expected: 3, for shape [3])");
  }

  @Test
  void refusesToScoreWithoutHoldout() {
    ArrayExamples train = ArrayExamples.blobs(4, 2, 2, 1);
    try (DjlLearner learner = learner(SMALL_MLP, train, ArrayExamples.none(2), 2)) {
      Payload head = learner.initial(1);

      assertThatThrownBy(() -> learner.evaluate(head, Split.HOLDOUT))
          .hasMessage("HOLDOUT: 0 examples (expected: > 0)");
    }
  }

  @Test
  void divergesOnInputThatIsNotANumber() {
    ArrayExamples poisoned =
        new ArrayExamples(2, new float[][] {{1, 0}, {Float.NaN, 1}}, new int[] {0, 1});
    try (DjlLearner learner = learner(SMALL_MLP, poisoned, 2)) {
      Payload head = learner.initial(1);

      assertThatThrownBy(
              () -> learner.learn(new Assignment(head, sgd(0.1, 2, 1), 1, 0), Cancellation.never()))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("loss: NaN at step 1");
      assertThatThrownBy(() -> learner.evaluate(head, Split.TRAIN))
          .isInstanceOf(DivergedException.class);
    }
  }

  @Test
  void divergesWhenOnlyTheLastStepOverflows() {
    try (Learner learner = newLearner()) {
      Assignment work = new Assignment(learner.initial(1), sgd(1e39, 40, 1), 1, 0);

      assertThatThrownBy(() -> learner.learn(work, Cancellation.never()))
          .isInstanceOf(DivergedException.class)
          .hasMessageStartingWith("dense0.weight: ")
          .hasMessageContaining("at step 1");
    }
  }

  private static DjlLearner mapped(
      ArrayExamples examples, List<String> nodeLabels, List<String> groupLabels) {
    return new DjlLearner(
        group(new ModelSpec.Linear(), examples.inputs(), groupLabels),
        new LocalExamples(examples, examples, nodeLabels),
        cpu());
  }

  private static Payload sum(Payload head, LocalUpdate update) {
    Tensors trained = head.model().plus(update.delta().model());
    return Payload.ofModel(trained);
  }
}
