package dev.mycelium.agent.learning.djl;

import static java.util.Objects.requireNonNullElse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.DivergedException;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.nio.FloatBuffer;

/**
 * Parameters, gradients and optimizer state of one call of {@link DjlLearner#learn}, on the device
 * from the call's beginning to its end.
 */
final class TrainingRun {
  private final NDManager manager;
  private final DeviceModel model;
  private final Assignment work;
  private final UpdateRule rule;
  private final GradientHandles gradients;
  private final GradientTerms terms;
  private final int accumulate;
  private long passes;
  private long steps;
  private int waiting;

  /** {@code manager} owns all that lives as long as the run, and the model's arrays. */
  TrainingRun(NDManager manager, DeviceModel model, Assignment work) {
    this.manager = manager;
    this.model = model;
    this.work = work;
    this.rule = UpdateRule.of(work.plan().optimizer(), manager, model.trainable());
    this.gradients = new GradientHandles(manager, model.trainable());
    this.accumulate = requireNonNullElse(work.plan().accumulate(), 1);
    this.terms = new GradientTerms(manager, model, work);
    model.trainable().forEach(array -> array.setRequiresGradient(true));
  }

  /**
   * The gradient of the mean loss of {@code batch}, and an optimizer step if it is the last of as
   * many batches as the plan accumulates.
   *
   * @return the batch's mean loss before the step
   * @throws DivergedException if it is not finite
   */
  float step(HostBatch batch) {
    passes++;
    try (NDManager step = manager.newSubManager()) {
      float loss = backward(batch, step).getFloat();
      if (!Float.isFinite(loss)) {
        throw DivergedException.of("loss", loss, passes);
      }
      waiting++;
      if (waiting == accumulate) {
        update();
      }
      return loss;
    }
  }

  private NDArray backward(HostBatch batch, NDManager step) {
    try (GradientTape tape = GradientTape.start()) {
      NDArray loss = model.loss(batch, step, work.chance(passes));
      tape.backward(loss);
      return loss;
    }
  }

  /** Steps with what is left of an epoch's batches. */
  void endEpoch() {
    if (waiting > 0) {
      update();
    }
  }

  /** Applies the gradients since the last step and sets them to zero. */
  void update() {
    terms.apply(gradients.now(), model.trainable(), waiting, steps);
    rule.step(model.trainable(), gradients.now());
    waiting = 0;
    steps++;
  }

  long steps() {
    return steps;
  }

  /**
   * @throws DivergedException if a parameter is not finite
   */
  Tensors trained() {
    Tensors trained = model.download();
    for (TensorSpec tensor : trained.layout().specs()) {
      FloatBuffer values = trained.values(tensor);
      while (values.hasRemaining()) {
        float value = values.get();
        if (!Float.isFinite(value)) {
          throw DivergedException.of(tensor.name(), value, steps);
        }
      }
    }
    return trained;
  }
}
