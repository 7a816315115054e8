package dev.mycelium.agent.tensor;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The values of a model's tensors: float32, one behind the other in the order of the layout.
 * Immutable, hence safe to share between threads.
 */
public final class Tensors implements TensorValues {
  private final TensorLayout layout;
  private final float[] values;

  private Tensors(TensorLayout layout, float[] values) {
    this.layout = layout;
    this.values = values;
  }

  /** Copies {@code values}. */
  public static Tensors of(TensorLayout layout, float... values) {
    return adopt(layout, values.clone());
  }

  /** Takes over {@code values} without a copy: the caller must not keep the array. */
  public static Tensors adopt(TensorLayout layout, float[] values) {
    requireNonNull(layout, "layout");
    if (values.length != layout.elements()) {
      throw new IllegalArgumentException(
          "values: %d (expected: %d)".formatted(values.length, layout.elements()));
    }
    return new Tensors(layout, values);
  }

  public static Tensors zeros(TensorLayout layout) {
    return new Tensors(layout, new float[layout.elements()]);
  }

  /** All values the same. */
  public static Tensors filled(TensorLayout layout, float value) {
    float[] values = new float[layout.elements()];
    Arrays.fill(values, value);
    return new Tensors(layout, values);
  }

  @Override
  public TensorLayout layout() {
    return layout;
  }

  @Override
  public int elements() {
    return values.length;
  }

  @Override
  public void read(int from, float[] target, int count) {
    System.arraycopy(values, from, target, 0, count);
  }

  @Override
  public void read(int from, double[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = values[from + i];
    }
  }

  /** All values in the order of the layout, as a view that cannot be written. */
  public FloatBuffer values() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** The values of one tensor, row-major, as a view that cannot be written. */
  public FloatBuffer values(TensorSpec tensor) {
    return FloatBuffer.wrap(values, layout.offset(tensor.name()), tensor.elements())
        .slice()
        .asReadOnlyBuffer();
  }

  /** Element-wise {@code this - other}; the layouts must be equal. */
  public Tensors minus(Tensors other) {
    requireSameLayout(other);
    float[] difference = new float[values.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = values[i] - other.values[i];
    }
    return new Tensors(layout, difference);
  }

  /** Element-wise {@code this + other}; the layouts must be equal. */
  public Tensors plus(Tensors other) {
    requireSameLayout(other);
    float[] sum = new float[values.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = values[i] + other.values[i];
    }
    return new Tensors(layout, sum);
  }

  @Override
  public void accumulate(double weight, int from, double[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * values[from + i];
    }
  }

  /**
   * Adds {@code weights[i] * value} of each of {@code all} onto {@code sums}, one after the other,
   * as {@link #accumulate(double, int, double[], int)} does for one: the same bits. Two at a time,
   * so that a sum is loaded and stored half as often.
   */
  public static void accumulate(
      double[] weights, Tensors[] all, int from, double[] sums, int count) {
    int paired = all.length / 2 * 2;
    for (int i = 0; i < paired; i += 2) {
      accumulate(weights[i], all[i].values, weights[i + 1], all[i + 1].values, from, sums, count);
    }
    if (paired < all.length) {
      all[paired].accumulate(weights[paired], from, sums, count);
    }
  }

  private static void accumulate(
      double weight, float[] one, double next, float[] two, int from, double[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] = (sums[i] + weight * one[from + i]) + next * two[from + i];
    }
  }

  /** Whether no value is NaN or infinite. */
  public boolean isFinite() {
    return indexOfNonFinite() < 0;
  }

  @Override
  public Optional<String> firstNonFinite() {
    int index = indexOfNonFinite();
    return layout.specs().stream()
        .filter(spec -> index >= 0 && index - layout.offset(spec.name()) < spec.elements())
        .findFirst()
        .map(TensorSpec::name);
  }

  private int indexOfNonFinite() {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  private void requireSameLayout(Tensors other) {
    if (!layout.equals(other.layout)) {
      throw new IllegalArgumentException("layout: " + other.layout + " (expected: " + layout + ")");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensors tensors
        && layout.equals(tensors.layout)
        && Arrays.equals(values, tensors.values);
  }

  @Override
  public int hashCode() {
    return 31 * layout.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensors" + layout;
  }
}
