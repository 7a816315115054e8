package dev.mycelium.agent.tensor;

import java.util.Optional;

/**
 * Numbers of one section that can be read block by block, wherever they lie: on the heap ({@link
 * Tensors}), in a file, or nowhere until they are computed. They lie one behind the other in the
 * order of the layout, do not change, and may be read by several threads at once.
 */
public interface TensorValues {
  /** Numbers that a walk over all of them takes at once. */
  int BLOCK = 16 * 1024;

  /** All values the same; they take no memory. */
  static TensorValues filled(TensorLayout layout, float value) {
    return new FilledValues(layout, value);
  }

  TensorLayout layout();

  default int elements() {
    return layout().elements();
  }

  /** Numbers that are best read at once: few where that costs nothing, more where it is a call. */
  default int block() {
    return BLOCK;
  }

  /** Copies {@code count} numbers from position {@code from} to {@code target[at]} and on. */
  void read(int from, float[] target, int at, int count);

  /**
   * Copies {@code count} numbers from position {@code from} into {@code target}, from its start.
   */
  default void read(int from, float[] target, int count) {
    read(from, target, 0, count);
  }

  /** As {@link #read(int, float[], int)}, widened to double. */
  default void read(int from, double[] target, int count) {
    float[] values = new float[count];
    read(from, values, 0, count);
    for (int i = 0; i < count; i++) {
      target[i] = values[i];
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
        if (!Finiteness.of(block, 0, count)) {
          return Optional.of(spec.name());
        }
      }
    }
    return Optional.empty();
  }
}
