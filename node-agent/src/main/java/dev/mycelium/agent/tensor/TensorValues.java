package dev.mycelium.agent.tensor;

import java.util.Optional;

/**
 * Numbers of one section that can be read block by block, wherever they lie: on the heap ({@link
 * Tensors}) or in a file. They lie one behind the other in the order of the layout, do not change,
 * and may be read by several threads at once.
 */
public interface TensorValues {
  /** Numbers that a walk over all of them takes at once. */
  int BLOCK = 16 * 1024;

  TensorLayout layout();

  default int elements() {
    return layout().elements();
  }

  /**
   * Copies {@code count} numbers from position {@code from} into {@code target}, from its start.
   */
  void read(int from, float[] target, int count);

  /** As {@link #read(int, float[], int)}, widened to double. */
  default void read(int from, double[] target, int count) {
    float[] values = new float[count];
    read(from, values, count);
    for (int i = 0; i < count; i++) {
      target[i] = values[i];
    }
  }

  /**
   * Adds {@code weight * value} in double, one multiplication and one addition each, for {@code
   * count} values from position {@code from} onto {@code sums}, from its start.
   */
  default void accumulate(double weight, int from, double[] sums, int count) {
    float[] values = new float[count];
    read(from, values, count);
    for (int i = 0; i < count; i++) {
      sums[i] += weight * values[i];
    }
  }

  /** Name of the first tensor that holds a NaN or an infinity; empty if all are finite. */
  default Optional<String> firstNonFinite() {
    float[] block = new float[Math.min(BLOCK, elements())];
    for (TensorSpec spec : layout().specs()) {
      long end = (long) layout().offset(spec.name()) + spec.elements();
      for (long from = end - spec.elements(); from < end; from += block.length) {
        int count = (int) Math.min(block.length, end - from);
        read((int) from, block, count);
        if (!areFinite(block, count)) {
          return Optional.of(spec.name());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean areFinite(float[] block, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(block[i])) {
        return false;
      }
    }
    return true;
  }
}
