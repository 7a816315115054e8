package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import java.util.List;

/** A {@link Network} of layers that every learner knows. */
record LayeredArchitecture(Network network) implements Architecture {

  @Override
  public List<Integer> inputShape() {
    return network.inputShape();
  }

  @Override
  public TensorLayout layout() {
    return network.layout();
  }

  @Override
  public Tensors initial(long seed) {
    return network.initial(seed);
  }

  @Override
  public Program program(NDManager manager, Tensors values) {
    return new LayeredProgram(manager, network, values);
  }
}
