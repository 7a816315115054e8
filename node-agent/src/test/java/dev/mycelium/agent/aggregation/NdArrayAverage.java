package dev.mycelium.agent.aggregation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.tensor.Tensors;

/** FedAvg with DJL's NDArrays in float32: what the plain loops are compared with. */
final class NdArrayAverage implements AutoCloseable {
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray head;
  private final NDArray[] deltas;
  private final NDArray[] weights;

  NdArrayAverage(Tensors head, Cohort cohort) {
    int members = cohort.contributions().size();
    this.head = manager.create(values(head));
    this.deltas = new NDArray[members];
    this.weights = new NDArray[members];
    for (int i = 0; i < members; i++) {
      Contribution contribution = cohort.contributions().get(i);
      deltas[i] = manager.create(SomeCohorts.values(contribution.delta()));
      weights[i] = manager.create((float) contribution.examples() / cohort.examples());
    }
  }

  /** The caller closes the result. */
  NDArray average() {
    NDArray sum = head.duplicate();
    for (int i = 0; i < deltas.length; i++) {
      try (NDArray weighted = deltas[i].mul(weights[i])) {
        sum.addi(weighted);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    manager.close();
  }

  private static float[] values(Tensors tensors) {
    float[] values = new float[tensors.elements()];
    tensors.read(0, values, values.length);
    return values;
  }
}
