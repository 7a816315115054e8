package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.util.List;
import java.util.stream.IntStream;

/** Small learners and groups for tests, all on the CPU. */
final class Learners {
  static final ModelSpec SMALL_MLP = new ModelSpec.Mlp(List.of(5));

  private Learners() {}

  static TrainingDevice cpu() {
    return NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.CPU);
  }

  /** Native arrays that live in this process. */
  static int liveArrays() {
    try (NDManager manager = cpu().newManager()) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  static TrainingSpec sgd(double rate, int batchSize, int epochs) {
    return plan(new OptimizerSpec.Sgd(rate, 0), batchSize, epochs);
  }

  static TrainingSpec plan(OptimizerSpec optimizer, int batchSize, int epochs) {
    return new TrainingSpec(optimizer, batchSize, epochs, 7);
  }

  /** The first round's work of a group's first member. */
  static Assignment work(Tensors head, OptimizerSpec optimizer) {
    return new Assignment(Payload.ofModel(head), plan(optimizer, 10, 1), 1, 0);
  }

  static GroupSpec group(ModelSpec model, int inputs, List<String> labels) {
    TaskSpec task =
        new TaskSpec(TaskKind.CLASSIFICATION, List.of(inputs), labels, "accuracy", null);
    return new GroupSpec(task, model, sgd(0.1, 10, 1), FederationSpec.defaults());
  }

  static List<String> labels(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }

  /** A learner that trains on {@code train} and holds the same examples out. */
  static DjlLearner learner(ModelSpec model, ArrayExamples train, int classes) {
    return learner(model, train, train, classes);
  }

  static DjlLearner learner(
      ModelSpec model, ArrayExamples train, ArrayExamples holdout, int classes) {
    return new DjlLearner(
        group(model, train.inputs(), labels(classes)),
        new LocalExamples(train, holdout, labels(classes)),
        cpu());
  }
}
