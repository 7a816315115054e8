package dev.mycelium.agent.tensor;

import java.util.Arrays;

/** The same number everywhere. */
record FilledValues(TensorLayout layout, float value) implements TensorValues {

  @Override
  public void read(int from, float[] target, int at, int count) {
    Arrays.fill(target, at, at + count, value);
  }
}
