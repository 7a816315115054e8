package dev.mycelium.agent.tensor;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The values of a model's tensors: float32, one behind the other in the order of the layout.
 * Immutable, hence safe to share between threads.
 */
public final class Tensors implements TensorValues {
  private static final int BLOCK = 2048;

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

  /** All of {@code values}, read or computed in stripes side by side. */
  public static Tensors copyOf(TensorValues values) {
    float[] copied = new float[values.elements()];
    Stripes.each(copied.length, (begin, end) -> values.read(begin, copied, begin, end - begin));
    return new Tensors(values.layout(), copied);
  }

  /** As {@link #copyOf}; empty if a number is NaN or infinite. */
  public static Optional<Tensors> finiteCopyOf(TensorValues values) {
    float[] copied = new float[values.elements()];
    AtomicBoolean finite = new AtomicBoolean(true);
    Stripes.each(
        copied.length,
        (begin, end) -> {
          values.read(begin, copied, begin, end - begin);
          if (!Finiteness.of(copied, begin, end - begin)) {
            finite.set(false);
          }
        });
    return finite.get() ? Optional.of(new Tensors(values.layout(), copied)) : Optional.empty();
  }

  @Override
  public TensorLayout layout() {
    return layout;
  }

  @Override
  public int elements() {
    return values.length;
  }

  /** So many that their sums in double take 16 KiB, half of a first-level cache. */
  @Override
  public int block() {
    return BLOCK;
  }

  @Override
  public void read(int from, float[] target, int at, int count) {
    System.arraycopy(values, from, target, at, count);
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

  /** The numbers themselves, for loops of this package. */
  float[] array() {
    return values;
  }

  /** Whether no value is NaN or infinite. */
  public boolean isFinite() {
    return Finiteness.of(values, 0, values.length);
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
