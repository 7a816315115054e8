package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/** A model on a device and its loss. The manager that was given owns the arrays. */
final class DeviceModel {
  private final Program program;
  private final Objective objective;
  private final TensorLayout layout;
  private final Shape inputShape;

  DeviceModel(NDManager manager, Architecture architecture, Objective objective, Tensors values) {
    this.program = architecture.program(manager, values);
    this.objective = objective;
    this.layout = values.layout();
    this.inputShape = NativeArrays.shape(architecture.inputShape());
  }

  /** Copies the values to the heap. */
  Tensors download() {
    return NativeArrays.download(layout, program.parameters());
  }

  /** What training changes. */
  List<NDArray> trainable() {
    return program.trainable();
  }

  /** Numbers in the place of what training changes, in the same order; the manager owns them. */
  List<NDArray> upload(NDManager manager, Tensors values) {
    List<NDArray> arrays = new ArrayList<>();
    for (int i = 0; i < program.parameters().size(); i++) {
      NDArray parameter = program.parameters().get(i);
      if (program.trainable().stream().anyMatch(trained -> trained == parameter)) {
        TensorSpec spec = layout.specs().get(i);
        arrays.add(NativeArrays.upload(manager, spec, values.values(spec)));
      }
    }
    return arrays;
  }

  /**
   * Mean loss of the batch, a scalar; {@code step} owns all that is made on the way.
   *
   * @param chance where a model that draws while it trains draws from
   */
  NDArray loss(HostBatch batch, NDManager step, long chance) {
    NDArray answers = program.trainingAnswers(inputs(batch, step), chance);
    return objective.loss(answers, batch.targets(step));
  }

  /** Logits [batch, classes], or numbers [batch, 1]; {@code step} owns all that is made. */
  NDArray outputs(HostBatch batch, NDManager step) {
    return program.answers(inputs(batch, step));
  }

  private NDArray inputs(HostBatch batch, NDManager step) {
    return batch.inputs(step).reshape(new Shape(batch.size()).addAll(inputShape));
  }
}
