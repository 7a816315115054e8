package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.ExampleOrder;
import dev.mycelium.agent.learning.Layer;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.NumberExamples;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The convolutional network's numbers, and the traps that its layers could spring. */
class ConvolutionTest {
  private static final int SIDE = 6;
  private static final NumberExamples IMAGES = NumberExamples.plane(12, SIDE * SIDE, 9);
  private static final Network SMALL =
      new Network(
          List.of(1, SIDE, SIDE),
          List.of(
              new Layer.Convolution("conv0", 1, 2, 3),
              new Layer.Relu(),
              new Layer.MaxPool(2),
              new Layer.Dense("dense0", 2 * 9, 1)));

  @Test
  void descendsByGradientOfDirectSums() {
    Tensors head = SMALL.initial(3);

    Tensors trained = trained(new OptimizerSpec.Sgd(1, 0), 1, () -> {});

    double[] w = doubles(head);
    double[] gradient = new PlainConvolution(SIDE, 2).gradient(w, IMAGES.rows(), IMAGES.numbers());
    double[] after = doubles(trained);
    for (int i = 0; i < w.length; i++) {
      assertThat(w[i] - after[i]).as("gradient %d", i).isEqualTo(gradient[i], within(2e-5));
    }
  }

  @Test
  void keepsGradientsWhenGarbageIsCollectedBeforeBackward() {
    Tensors undisturbed = trained(new OptimizerSpec.Adam(0.1), 3, () -> {});

    Tensors disturbed = trained(new OptimizerSpec.Adam(0.1), 3, NativeTrapsTest::collectGarbage);

    assertThat(disturbed).isEqualTo(undisturbed);
  }

  /** Full-batch steps with {@code between} run between each forward and backward pass. */
  private static Tensors trained(OptimizerSpec optimizer, int steps, Runnable between) {
    TrainingDevice device = Learners.cpu();
    HostBatch batch = new HostBatch((examples, index) -> examples.target(index), SIDE * SIDE, 12);
    batch.fill(IMAGES, ExampleOrder.unshuffled(12), 0, 12);
    try (NDManager manager = device.newManager()) {
      Tensors head = SMALL.initial(3);
      DeviceModel model =
          new DeviceModel(
              manager, new LayeredArchitecture(SMALL), Objective.of(TaskKind.REGRESSION), head);
      TrainingRun run = new TrainingRun(manager, model, Learners.work(head, optimizer));
      for (int step = 0; step < steps; step++) {
        try (GradientTape tape = GradientTape.start()) {
          NDArray loss = model.loss(batch, manager, step);
          between.run();
          tape.backward(loss);
        }
        run.update();
      }
      return run.trained();
    }
  }

  @Test
  void learnsImagesOfThreeChannelsWithoutLeavingArraysBehind() {
    ArrayExamples images = ArrayExamples.blobs(20, 3 * 8 * 8, 4, 2);
    TaskSpec task =
        new TaskSpec(
            TaskKind.CLASSIFICATION, List.of(3, 8, 8), Learners.labels(4), "accuracy", null);
    GroupSpec group =
        new GroupSpec(
            task, new ModelSpec.Cnn(), Learners.sgd(0.1, 10, 1), FederationSpec.defaults());
    LocalExamples local = new LocalExamples(images, images, Learners.labels(4));
    try (DjlLearner learner = new DjlLearner(group, local, Learners.cpu())) {
      int before = Learners.liveArrays();
      Payload head = learner.initial(1);

      var update =
          learner.learn(new Assignment(head, Learners.sgd(0.2, 5, 20), 1, 0), Cancellation.never());

      Payload trained = Payload.ofModel(head.model().plus(update.delta().model()));
      assertThat(learner.evaluate(trained, Split.TRAIN).loss())
          .isLessThan(0.9 * learner.evaluate(head, Split.TRAIN).loss());
      assertThat(Learners.liveArrays()).isEqualTo(before);
    }
  }

  private static double[] doubles(Tensors tensors) {
    double[] values = new double[tensors.elements()];
    tensors.read(0, values, values.length);
    return values;
  }
}
