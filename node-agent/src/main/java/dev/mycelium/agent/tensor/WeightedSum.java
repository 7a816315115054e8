package dev.mycelium.agent.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * One section of several updates, each with a weight: {@code sum_i w_i * (double) x_i} in IEEE 754
 * binary64, i in the order of the list, each product and each sum rounded once (no fused
 * multiply-add). Has scratch of its own for numbers that do not lie on the heap, no more of it for
 * more updates, hence belongs to one thread.
 */
public final class WeightedSum {
  private final TensorValues[] updates;
  private final double[] weights;
  private final Row one = new Row();
  private final Row two = new Row();
  private double[] sums = new double[0];

  public WeightedSum(List<? extends TensorValues> updates, double... weights) {
    if (updates.size() != weights.length) {
      throw new IllegalArgumentException(
          "weights: %d (expected: %d)".formatted(weights.length, updates.size()));
    }
    this.updates = updates.toArray(TensorValues[]::new);
    this.weights = weights.clone();
  }

  /** The sums of {@code count} numbers from position {@code from} on; valid until the next call. */
  public double[] of(int from, int count) {
    if (sums.length < count) {
      sums = new double[count];
    }
    Arrays.fill(sums, 0, count, 0);
    addTo(sums, from, count);
    return sums;
  }

  /**
   * Adds the sums of {@code count} numbers from position {@code from} on onto {@code sums}, from
   * its start. Two updates at a time, so that a sum is loaded and stored half as often: the same
   * bits.
   */
  public void addTo(double[] sums, int from, int count) {
    int paired = updates.length / 2 * 2;
    for (int i = 0; i < paired; i += 2) {
      one.hold(updates[i], from, count);
      two.hold(updates[i + 1], from, count);
      add(weights[i], one, weights[i + 1], two, sums, count);
    }
    if (paired < updates.length) {
      one.hold(updates[paired], from, count);
      add(weights[paired], one.numbers, one.at, sums, count);
    }
  }

  private static void add(double v, Row one, double w, Row two, double[] sums, int count) {
    float[] x = one.numbers;
    float[] y = two.numbers;
    int xAt = one.at;
    int yAt = two.at;
    for (int i = 0; i < count; i++) {
      sums[i] = (sums[i] + v * x[xAt + i]) + w * y[yAt + i];
    }
  }

  private static void add(double weight, float[] x, int at, double[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * x[at + i];
    }
  }

  /** Numbers of one update, from {@code numbers[at]} on: where they lie, or a copy. */
  private static final class Row {
    private float[] scratch = new float[0];
    private float[] numbers = scratch;
    private int at;

    void hold(TensorValues update, int from, int count) {
      if (update instanceof Tensors tensors) {
        numbers = tensors.array();
        at = from;
        return;
      }
      if (scratch.length < count) {
        scratch = new float[count];
      }
      update.read(from, scratch, 0, count);
      numbers = scratch;
      at = 0;
    }
  }
}
