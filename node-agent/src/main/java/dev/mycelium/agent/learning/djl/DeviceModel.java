package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.mycelium.agent.learning.Layer;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's parameters on a device, its forward pass and its loss. The manager that was given
 * owns the arrays.
 */
final class DeviceModel {
  private final Network network;
  private final Objective objective;
  private final TensorLayout layout;
  private final List<NDArray> arrays = new ArrayList<>();

  DeviceModel(NDManager manager, Network network, Objective objective, Tensors values) {
    this.network = network;
    this.objective = objective;
    layout = values.layout();
    for (TensorSpec spec : layout.specs()) {
      arrays.add(upload(manager, spec, values.values(spec)));
    }
  }

  /** On the CPU straight into native memory, which is aligned alike in every process. */
  private static NDArray upload(NDManager manager, TensorSpec spec, FloatBuffer values) {
    Shape shape = shape(spec.shape());
    if (manager.getDevice().isGpu()) {
      return manager.create(values, shape, DataType.FLOAT32);
    }
    NDArray array = manager.create(shape, DataType.FLOAT32);
    array.toByteBuffer(true).asFloatBuffer().put(values);
    return array;
  }

  private static Shape shape(List<Integer> sizes) {
    return new Shape(sizes.stream().mapToLong(Integer::longValue).toArray());
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

  /** Mean loss of the batch, a scalar; {@code step} owns all that is made on the way. */
  NDArray loss(HostBatch batch, NDManager step) {
    return objective.loss(outputs(batch, step), batch.targets(step));
  }

  /** Logits [batch, classes], or numbers [batch, 1]; {@code step} owns all that is made. */
  NDArray outputs(HostBatch batch, NDManager step) {
    NDArray activation = batch.inputs(step).reshape(batchShape(batch.size()));
    int at = 0;
    for (Layer layer : network.layers()) {
      activation = apply(layer, activation, at);
      at += layer.tensors().size();
    }
    return activation;
  }

  private Shape batchShape(int size) {
    return new Shape(size).addAll(shape(network.inputShape()));
  }

  /**
   * @param at index of the layer's weight among the arrays; its bias follows
   */
  private NDArray apply(Layer layer, NDArray x, int at) {
    if (layer instanceof Layer.Dense dense) {
      NDArray flat = x.reshape(x.getShape().get(0), dense.in());
      return flat.getNDArrayInternal()
          .linear(flat, arrays.get(at), arrays.get(at + 1))
          .singletonOrThrow();
    }
    if (layer instanceof Layer.Convolution convolution) {
      int same = convolution.kernel() / 2;
      return x.getNDArrayInternal()
          .convolution(
              x,
              arrays.get(at),
              arrays.get(at + 1),
              new Shape(1, 1),
              new Shape(same, same),
              new Shape(1, 1),
              1)
          .singletonOrThrow();
    }
    if (layer instanceof Layer.MaxPool pool) {
      Shape square = new Shape(pool.side(), pool.side());
      return x.getNDArrayInternal().maxPool(square, square, new Shape(0, 0), false);
    }
    return x.getNDArrayInternal().relu();
  }
}
