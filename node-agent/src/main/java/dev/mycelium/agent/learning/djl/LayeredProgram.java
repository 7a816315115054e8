package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.mycelium.agent.learning.Layer;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/** A {@link Network}'s parameters on a device and its forward pass, layer by layer. */
final class LayeredProgram implements Program {
  private final Network network;
  private final List<NDArray> arrays = new ArrayList<>();

  LayeredProgram(NDManager manager, Network network, Tensors values) {
    this.network = network;
    for (TensorSpec spec : values.layout().specs()) {
      arrays.add(NativeArrays.upload(manager, spec, values.values(spec)));
    }
  }

  @Override
  public List<NDArray> parameters() {
    return arrays;
  }

  @Override
  public List<NDArray> trainable() {
    return arrays;
  }

  @Override
  public NDArray answers(NDArray inputs) {
    NDArray activation = inputs;
    int at = 0;
    for (Layer layer : network.layers()) {
      activation = apply(layer, activation, at);
      at += layer.tensors().size();
    }
    return activation;
  }

  /** No layer draws. */
  @Override
  public NDArray trainingAnswers(NDArray inputs, long chance) {
    return answers(inputs);
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
