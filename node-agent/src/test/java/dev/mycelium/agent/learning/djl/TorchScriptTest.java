package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.aggregation.Aggregation;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerContract;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Learning with a program of the user's; make_models.py beside the files made them. */
class TorchScriptTest implements LearnerContract {
  private static final Path FOLDER = Path.of("src/test/resources/torchscript");
  private static final int CLASSES = 4;
  private static final TensorSpec FEATURES = TensorSpec.of("features.weight", 8, 4);
  private static final TensorSpec WEIGHTS = TensorSpec.of("out.weight", 4, 8);
  private static final TensorLayout LAYOUT =
      TensorLayout.of(
          FEATURES,
          TensorSpec.of("features.bias", 8),
          TensorSpec.of("norm.weight", 8),
          TensorSpec.of("norm.bias", 8),
          WEIGHTS,
          TensorSpec.of("out.bias", 4));

  @TempDir Path temporary;

  @Override
  public Learner newLearner() {
    return learner(ArrayExamples.blobs(40, 4, CLASSES, 1));
  }

  @Override
  public double gentleRate() {
    return 0.05;
  }

  /** The file has them; a seed changes nothing. */
  @Override
  @Test
  public void drawsInitialParametersFromSeed() {
    try (Learner learner = newLearner()) {
      assertThat(learner.initial(1)).isEqualTo(learner.initial(2));
      assertThat(learner.offer().layout()).isEqualTo(LAYOUT);
    }
  }

  /** What PyTorch in Python answers to the same file. */
  @Test
  void answersAsPythonDoes() {
    float[][] rows = {{1, 2, 3, 4}, {-1, 0.5f, 2, -3}};
    float[] expected = {
      -0.6018796f, -1.127108f, -0.2094059f, 0.2248076f, 0.7923103f, 0.43011f, 0.5453119f, 0.0443905f
    };
    try (DjlLearner learner = learner(new ArrayExamples(4, rows, new int[] {0, 3}))) {
      Payload head = learner.initial(1);

      float[] outputs = learner.outputs(head, Split.TRAIN);

      assertThat(outputs).containsExactly(expected, within(1e-5f));
      assertThat(learner.evaluate(head, Split.TRAIN).loss()).isCloseTo(1.7542462, within(1e-5));
    }
  }

  @Test
  void groupOfTwoLearnsWhatNeitherSawAlone() {
    ArrayExamples all = ArrayExamples.blobs(400, 4, CLASSES, 1);
    try (Learner first = learner(all.ofClasses(0, 1));
        Learner second = learner(all.ofClasses(2, 3));
        Learner judge = learner(ArrayExamples.blobs(400, 4, CLASSES, 2))) {
      Payload initial = first.initial(1);
      Payload head = initial;

      for (int round = 1; round <= 10; round++) {
        head = averaged(head, learn(first, head, round, 0), learn(second, head, round, 1));
      }

      assertThat(judge.evaluate(initial, Split.TRAIN).metric()).isLessThan(0.5);
      assertThat(judge.evaluate(head, Split.TRAIN).metric()).isGreaterThan(0.85);
      assertThat(judge.evaluate(head, Split.TRAIN).loss())
          .isLessThan(judge.evaluate(initial, Split.TRAIN).loss() / 2);
    }
  }

  @Test
  void leavesWhatTheFileFroze() {
    try (Learner learner = newLearner()) {
      LocalUpdate update = learn(learner, learner.initial(1), 1, 0);

      Tensors delta = update.delta().model();
      assertThat(values(delta.values(FEATURES))).containsOnly(0);
      assertThat(weights(delta)).doesNotContain(0);
    }
  }

  @Test
  void averagesWhatTwoHaveTrained() {
    ArrayExamples all = ArrayExamples.blobs(40, 4, CLASSES, 1);
    try (Learner first = learner(all.ofClasses(0, 1));
        Learner second = learner(all.ofClasses(2, 3))) {
      Payload head = first.initial(1);
      LocalUpdate one = learn(first, head, 1, 0);
      LocalUpdate other = learn(second, head, 1, 1);

      Payload averaged = averaged(head, one, other);

      float[] trained = weights(head.model().plus(one.delta().model()));
      float[] otherwise = weights(head.model().plus(other.delta().model()));
      float[] mean = weights(averaged.model());
      for (int i = 0; i < mean.length; i++) {
        assertThat(mean[i]).isCloseTo((trained[i] + otherwise[i]) / 2, within(1e-6f));
      }
      assertThat(trained).isNotEqualTo(otherwise);
    }
  }

  /** The examples are alike, so that only the draw differs; another learner draws in between. */
  @Test
  void drawsDropoutFromRoundAndParticipant() {
    float[][] alike = new float[40][];
    Arrays.fill(alike, new float[] {1, 2, 3, 4});
    ArrayExamples examples = new ArrayExamples(4, alike, new int[40]);
    try (Learner learner = learner(examples);
        Learner other = learner(examples)) {
      Payload head = learner.initial(1);
      LocalUpdate update = learnAtOnce(learner, head, 1);
      learnAtOnce(other, head, 2);

      assertThat(learnAtOnce(learner, head, 1)).isEqualTo(update);
      assertThat(learnAtOnce(learner, head, 2).delta()).isNotEqualTo(update.delta());
    }
  }

  /** Half of the batches of one example come to one branch, half to the other. */
  @Test
  void trainsBranchThatTheFirstBatchDidNotTake() {
    ArrayExamples examples =
        new ArrayExamples(1, new float[][] {{1}, {2}, {-1}, {-2}}, new int[] {0, 0, 1, 1});
    TorchScript script = read("branching.pt");
    try (Learner learner =
        DjlLearner.of(
            group(script.model(), 1, 2),
            new LocalExamples(examples, examples, Learners.labels(2)),
            Learners.cpu(),
            script)) {
      Assignment work = new Assignment(learner.initial(1), Learners.sgd(0.1, 1, 1), 1, 0);

      LocalUpdate update = learner.learn(work, Cancellation.never());

      for (TensorSpec spec : update.delta().model().layout().specs()) {
        assertThat(values(update.delta().model().values(spec))).as(spec.name()).doesNotContain(0);
      }
    }
  }

  @Test
  void leavesNothingNativeBehind() {
    try (Learner learner = newLearner()) {
      Payload head = learner.initial(1);
      learner.evaluate(head, Split.TRAIN);
      int before = Learners.liveArrays();

      learn(learner, head, 1, 0);
      learner.evaluate(head, Split.TRAIN);

      assertThat(Learners.liveArrays()).isEqualTo(before);
    }
  }

  /** Weights that lie column by column are the same numbers, and are taken from the head. */
  @Test
  void takesWeightsFromTheHeadHoweverTheyLieInTheFile() {
    ArrayExamples examples = ArrayExamples.blobs(40, 4, CLASSES, 1);
    try (DjlLearner learner = turned(examples)) {
      Payload head = learner.initial(1);
      float[] before = learner.outputs(head, Split.TRAIN);
      LocalUpdate update = learn(learner, head, 1, 0);
      Payload next = averaged(head, update, update);

      float[] after = learner.outputs(next, Split.TRAIN);

      assertThat(learner.evaluate(next, Split.TRAIN).loss())
          .isLessThan(learner.evaluate(head, Split.TRAIN).loss());
      assertThat(after).isNotEqualTo(before);
      assertThat(learner.outputs(head, Split.TRAIN)).isEqualTo(before);
    }
  }

  @Test
  void holdsNoMoreFromStepToStepForALayerThatIsNeverUsed() {
    List<Integer> held = new ArrayList<>();
    try (DjlLearner learner = turned(ArrayExamples.blobs(200, 4, CLASSES, 1))) {
      learner.learn(
          new Assignment(learner.initial(1), Learners.sgd(0.1, 10, 1), 1, 0),
          () -> {
            held.add(Learners.liveArrays());
            return false;
          });
    }

    assertThat(held).hasSizeGreaterThan(10);
    assertThat(held.get(held.size() - 1)).isEqualTo(held.get(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none.pt      | : no such file",
        "constant.pt  | : no parameters (expected: some to learn; torch.jit.freeze takes them away)",
        "double.pt    | : weight: float64 (expected: float32)",
        "batchnorm.pt | : it changes more than its parameters while it trains, as BatchNorm does",
        "detached.pt  | : no gradient flows: element 0 of tensors does not require grad"
      })
  void refusesProgramThatGroupsCannotLearn(String name, String fault) {
    assertThatThrownBy(() -> read(name).requireFits(task(4, CLASSES), Learners.cpu()))
        .isInstanceOf(InvalidTorchScriptException.class)
        .hasMessageContaining(name + fault);
  }

  @Test
  void refusesFileThatIsNoProgram() throws IOException {
    Path file = Files.writeString(temporary.resolve("model.pt"), "import torch");

    assertThatThrownBy(() -> TorchScript.read(file, Learners.cpu()))
        .isInstanceOf(InvalidTorchScriptException.class)
        .hasMessageContaining("model.pt: not a TorchScript program")
        .hasMessageEndingWith("(expected: a file of torch.jit.script(model).save)");
  }

  @Test
  void refusesDataThatDoesNotFit() {
    TorchScript small = read("small.pt");

    assertThatThrownBy(() -> small.requireFits(task(5, CLASSES), Learners.cpu()))
        .hasMessageContaining("small.pt: inputs (2, 5): ")
        .hasMessageContaining("shapes cannot be multiplied (2x5 and 4x8)");
    assertThatThrownBy(() -> small.requireFits(task(4, 3), Learners.cpu()))
        .hasMessageContaining(
            "answers [(2, 4)] (expected: one float32 (2, 3), a logit for each of 3 labels)");
  }

  @Test
  void refusesAnotherProgramThanTheGroups() {
    TorchScript small = read("small.pt");
    ModelSpec other =
        new ModelSpec.TorchScript(
            new Sha256("ab".repeat(32)), small.model().size(), small.model().tensors());
    ArrayExamples examples = ArrayExamples.blobs(4, 4, CLASSES, 1);

    assertThatThrownBy(() -> DjlLearner.of(group(other), local(examples), Learners.cpu(), small))
        .hasMessage(
            "model: %s (expected: torchscript:abababababab)".formatted(small.model().text()));
  }

  private static LocalUpdate learn(Learner learner, Payload head, int round, int participant) {
    return learner.learn(
        new Assignment(head, Learners.sgd(0.1, 10, 1), round, participant), Cancellation.never());
  }

  /** One batch of all examples, so that the order does not matter. */
  private static LocalUpdate learnAtOnce(Learner learner, Payload head, int round) {
    return learner.learn(
        new Assignment(head, Learners.sgd(0.1, 40, 1), round, 0), Cancellation.never());
  }

  private static Payload averaged(Payload head, LocalUpdate first, LocalUpdate second) {
    Cohort cohort =
        Cohort.of(
            new Contribution(new NodeId("a"), first.delta(), first.examples()),
            new Contribution(new NodeId("b"), second.delta(), second.examples()));
    return ((Aggregation.Aggregated) new FedAvg().aggregate(head, cohort)).head();
  }

  private static float[] weights(Tensors tensors) {
    return values(tensors.values(WEIGHTS));
  }

  private static float[] values(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static DjlLearner learner(ArrayExamples examples) {
    TorchScript small = read("small.pt");
    return DjlLearner.of(group(small.model()), local(examples), Learners.cpu(), small);
  }

  private static DjlLearner turned(ArrayExamples examples) {
    TorchScript turned = read("turned.pt");
    return DjlLearner.of(group(turned.model()), local(examples), Learners.cpu(), turned);
  }

  private static LocalExamples local(ArrayExamples examples) {
    return new LocalExamples(examples, examples, Learners.labels(CLASSES));
  }

  private static TorchScript read(String name) {
    return TorchScript.read(FOLDER.resolve(name), Learners.cpu());
  }

  private static TaskSpec task(int inputs, int classes) {
    return new TaskSpec(
        TaskKind.CLASSIFICATION, List.of(inputs), Learners.labels(classes), "accuracy", null);
  }

  private static GroupSpec group(ModelSpec model) {
    return group(model, 4, CLASSES);
  }

  private static GroupSpec group(ModelSpec model, int inputs, int classes) {
    return new GroupSpec(
        task(inputs, classes),
        model,
        Learners.plan(new OptimizerSpec.Sgd(0.1, 0), 10, 1),
        FederationSpec.defaults(),
        new Sha256("cd".repeat(32)));
  }
}
