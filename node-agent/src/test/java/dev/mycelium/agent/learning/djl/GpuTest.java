package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same work on a GPU and on the CPU; skipped, and says so, where there is no GPU. */
class GpuTest {
  private static final List<String> LABELS = Learners.labels(3);
  private static final ArrayExamples EXAMPLES = ArrayExamples.blobs(200, 4, LABELS.size(), 1);

  private final TrainingDevice chosen =
      NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.AUTO);

  @Test
  void learnsOnAGpuWhatItLearnsOnTheCpu() {
    assumeTrue(chosen.description().startsWith("gpu"), "this machine has no GPU");
    try (DjlLearner there = learner(chosen);
        DjlLearner here = learner(Learners.cpu())) {
      Payload head = here.initial(1);
      Assignment work = new Assignment(head, Learners.sgd(0.1, 10, 2), 1, 0);

      Tensors fromThere = there.learn(work, Cancellation.never()).delta().model();
      Tensors fromHere = here.learn(work, Cancellation.never()).delta().model();

      for (TensorSpec tensor : fromHere.layout().specs()) {
        assertThat(values(fromThere, tensor))
            .as(tensor.name())
            .containsExactly(values(fromHere, tensor), within(1e-4f));
      }
      assertThat(there.evaluate(head, Split.HOLDOUT).loss())
          .isCloseTo(here.evaluate(head, Split.HOLDOUT).loss(), within(1e-4));
    }
  }

  @Test
  void leavesNothingOnTheGpu() {
    assumeTrue(chosen.description().startsWith("gpu"), "this machine has no GPU");
    try (DjlLearner learner = learner(chosen)) {
      Payload head = learner.initial(1);
      learner.evaluate(head, Split.HOLDOUT);
      int before = Learners.liveArrays();

      learner.learn(new Assignment(head, Learners.sgd(0.1, 10, 1), 1, 0), Cancellation.never());

      assertThat(Learners.liveArrays()).isEqualTo(before);
    }
  }

  private static DjlLearner learner(TrainingDevice device) {
    return new DjlLearner(
        Learners.group(Learners.SMALL_MLP, EXAMPLES.inputs(), LABELS),
        new LocalExamples(EXAMPLES, EXAMPLES, LABELS),
        device);
  }

  private static float[] values(Tensors tensors, TensorSpec tensor) {
    FloatBuffer buffer = tensors.values(tensor);
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
