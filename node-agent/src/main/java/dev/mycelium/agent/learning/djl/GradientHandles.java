package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of a model's parameters, one handle for each as long as a run: the engine adds to
 * the same array from the first backward pass that reaches a parameter. One that no pass came to
 * yet, such as that of an unused branch of a TorchScript program, has zeros of nobody.
 */
final class GradientHandles {
  private final List<NDArray> parameters;
  private final List<NDArray> handles = new ArrayList<>();
  private final boolean[] reached;

  /** {@code manager} owns the zeros. */
  GradientHandles(NDManager manager, List<NDArray> parameters) {
    this.parameters = parameters;
    this.reached = new boolean[parameters.size()];
    parameters.forEach(parameter -> handles.add(manager.zeros(parameter.getShape())));
  }

  /** To be asked after a backward pass; the list stays the same. */
  List<NDArray> now() {
    for (int i = 0; i < reached.length; i++) {
      if (!reached[i] && NativeArrays.isReached(parameters.get(i))) {
        reached[i] = true;
        handles.set(i, parameters.get(i).getGradient()).close();
      }
    }
    return handles;
  }
}
