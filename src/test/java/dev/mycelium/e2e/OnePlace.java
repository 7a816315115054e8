package dev.mycelium.e2e;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;

/**
 * Training without a network, as a member of a group would train.
 *
 * @param rounds as many passes over the data as the members make: each begins as a round does, with
 *     an optimizer that remembers nothing
 */
record OnePlace(NativeEngine engine, int rounds) {

  Tensors trained(GroupSpec spec, LocalExamples examples) {
    try (DjlLearner learner = learner(spec, examples)) {
      Payload model = learner.initial(spec.training().seed());
      for (int round = 1; round <= rounds; round++) {
        Assignment work = new Assignment(model, spec.training(), round, 0);
        Tensors delta = learner.learn(work, Cancellation.never()).delta().model();
        model = Payload.ofModel(model.model().plus(delta));
      }
      return model.model();
    }
  }

  /** What the model answers to each held-out example: row-major [examples, outputs]. */
  float[] answers(GroupSpec spec, Tensors model, LocalExamples examples) {
    try (DjlLearner learner = learner(spec, examples)) {
      return learner.outputs(Payload.ofModel(model), Split.HOLDOUT);
    }
  }

  private DjlLearner learner(GroupSpec spec, LocalExamples examples) {
    return new DjlLearner(spec, examples, engine.device(DeviceChoice.CPU));
  }
}
