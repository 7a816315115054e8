package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A dense network's parameters on a device, and its forward pass. The manager that was given owns
 * the arrays.
 */
final class DeviceParameters {
  private final TensorLayout layout;
  private final List<NDArray> arrays = new ArrayList<>();

  DeviceParameters(NDManager manager, Tensors values) {
    layout = values.layout();
    for (TensorSpec spec : layout.specs()) {
      arrays.add(upload(manager, spec, values.values(spec)));
    }
  }

  /** On the CPU straight into native memory, which is aligned alike in every process. */
  private static NDArray upload(NDManager manager, TensorSpec spec, FloatBuffer values) {
    Shape shape = new Shape(spec.shape().stream().mapToLong(Integer::longValue).toArray());
    if (manager.getDevice().isGpu()) {
      return manager.create(values, shape, DataType.FLOAT32);
    }
    NDArray array = manager.create(shape, DataType.FLOAT32);
    array.toByteBuffer(true).asFloatBuffer().put(values);
    return array;
  }

  /** Copies the values to the heap. */
  Tensors download() {
    float[] values = new float[layout.elements()];
    int at = 0;
    for (NDArray array : arrays) {
      int count = (int) array.size();
      array.toByteBuffer(true).asFloatBuffer().get(values, at, count);
      at += count;
    }
    return Tensors.adopt(layout, values);
  }

  List<NDArray> arrays() {
    return arrays;
  }

  /**
   * Logits [batch, classes] of {@code inputs} [batch, inputs]; results belong to the manager of
   * {@code inputs}.
   */
  NDArray logits(NDArray inputs) {
    NDArray activation = inputs;
    for (int i = 0; i < arrays.size(); i += 2) {
      if (i > 0) {
        activation = activation.getNDArrayInternal().relu();
      }
      activation =
          activation
              .getNDArrayInternal()
              .linear(activation, arrays.get(i), arrays.get(i + 1))
              .singletonOrThrow();
    }
    return activation;
  }
}
