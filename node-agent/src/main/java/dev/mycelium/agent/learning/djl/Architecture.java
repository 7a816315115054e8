package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import java.util.List;

/** A model apart from its parameters' values and from any device. */
interface Architecture {

  /** Of one example, without the batch. */
  List<Integer> inputShape();

  /** Names and shapes of the parameters, in the order in which a {@link Program} holds them. */
  TensorLayout layout();

  /** Parameters to begin with. */
  Tensors initial(long seed);

  /**
   * The model with {@code values} on the manager's device; the manager owns whatever is native.
   *
   * @param values in this architecture's layout
   */
  Program program(NDManager manager, Tensors values);

  /** Numbers in one example. */
  default int inputs() {
    return inputShape().stream().reduce(1, Math::multiplyExact);
  }
}
