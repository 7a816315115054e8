package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.ScheduleSpec;
import dev.mycelium.wire.group.TrainingSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clipped and accumulated gradients, rates that go down, and epochs that end early. */
class TrainingPlanTest {
  private static final int IN = 3;
  private static final int HIDDEN = 5;
  private static final int CLASSES = 3;
  private static final OptimizerSpec SGD = new OptimizerSpec.Sgd(0.2, 0);
  private static final ArrayExamples EXAMPLES = ArrayExamples.blobs(24, IN, CLASSES, 11);

  @Test
  void scalesALongGradientDownToItsBound() {
    Payload head = head();
    double[] gradient =
        new PlainNetwork(IN, HIDDEN, CLASSES).gradient(doubles(head.model()), EXAMPLES);
    double squares = 0;
    for (double each : gradient) {
      squares += each * each;
    }
    double bound = Math.sqrt(squares) / 3;

    double[] clipped = doubles(learn(head, plan(24, 1, bound, null, null, null), 1));
    double[] whole = doubles(learn(head, plan(24, 1, 4 * bound, null, null, null), 1));

    for (int i = 0; i < gradient.length; i++) {
      assertThat(clipped[i]).isCloseTo(-0.2 * gradient[i] / 3, within(1e-6));
      assertThat(whole[i]).isCloseTo(-0.2 * gradient[i], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  void accumulatedBatchesStepAsOneLargeBatch(int batches) {
    Payload head = head();

    LocalUpdate update = learned(head, plan(24 / batches, 2, null, batches, null, null), 1);

    LocalUpdate large = learned(head, plan(24, 2, null, null, null, null), 1);
    assertThat(update.steps()).isEqualTo(2);
    assertThat(doubles(update.delta().model()))
        .containsExactly(doubles(large.delta().model()), within(1e-6));
  }

  @Test
  void stepsWithWhatIsLeftAtTheEndOfAnEpoch() {
    LocalUpdate update = learned(head(), plan(10, 3, null, 2, null, null), 1);

    assertThat(update.steps()).isEqualTo(6);
  }

  @Test
  void trainsEachRoundAtTheRateOfItsSchedule() {
    Payload head = head();
    TrainingSpec halving = plan(5, 1, null, null, new ScheduleSpec.Step(2, 0.5), null);
    TrainingSpec quarter = new TrainingSpec(new OptimizerSpec.Sgd(0.05, 0), 5, 1, 7);

    assertThat(learned(head, halving, 5)).isEqualTo(learned(head, quarter, 5));
    assertThat(learned(head, halving, 2))
        .isEqualTo(learned(head, new TrainingSpec(SGD, 5, 1, 7), 2));
  }

  /** Whoever fits these examples is wrong about the held out ones, more so after every epoch. */
  @Test
  void stopsAfterEpochsThatDidNotHelpAndTakesTheBestOne() {
    ArrayExamples contrary = relabelled();
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, contrary, CLASSES)) {
      Payload head = learner.initial(5);

      LocalUpdate update =
          learner.learn(
              new Assignment(head, plan(6, 50, null, null, null, 2), 1, 0), Cancellation.never());

      LocalUpdate first =
          learner.learn(
              new Assignment(head, plan(6, 1, null, null, null, null), 1, 0), Cancellation.never());
      assertThat(update).isEqualTo(first);
      assertThat(update.steps()).isEqualTo(4);
    }
  }

  @Test
  void runsAllEpochsWhileTheyHelpOrWithoutAHoldout() {
    Payload head = head();
    LocalUpdate all = learned(head, plan(6, 4, null, null, null, null), 1);

    assertThat(learned(head, plan(6, 4, null, null, null, 2), 1)).isEqualTo(all);
    try (DjlLearner learner =
        Learners.learner(Learners.SMALL_MLP, EXAMPLES, ArrayExamples.none(IN), CLASSES)) {
      assertThat(
              learner.learn(
                  new Assignment(head, plan(6, 4, null, null, null, 2), 1, 0),
                  Cancellation.never()))
          .isEqualTo(all);
    }
  }

  private static ArrayExamples relabelled() {
    float[][] rows = new float[EXAMPLES.size()][];
    int[] labels = new int[EXAMPLES.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = EXAMPLES.row(i);
      labels[i] = (EXAMPLES.label(i) + 1) % CLASSES;
    }
    return new ArrayExamples(IN, rows, labels);
  }

  private static TrainingSpec plan(
      int batch,
      int epochs,
      @Nullable Double clip,
      @Nullable Integer accumulate,
      @Nullable ScheduleSpec schedule,
      @Nullable Integer patience) {
    return new TrainingSpec(SGD, batch, epochs, 7, clip, accumulate, schedule, patience);
  }

  private static Tensors learn(Payload head, TrainingSpec plan, long round) {
    return learned(head, plan, round).delta().model();
  }

  private static LocalUpdate learned(Payload head, TrainingSpec plan, long round) {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, CLASSES)) {
      return learner.learn(new Assignment(head, plan, round, 0), Cancellation.never());
    }
  }

  private static Payload head() {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, CLASSES)) {
      return learner.initial(5);
    }
  }

  private static double[] doubles(Tensors tensors) {
    double[] values = new double[tensors.elements()];
    tensors.read(0, values, values.length);
    return values;
  }
}
