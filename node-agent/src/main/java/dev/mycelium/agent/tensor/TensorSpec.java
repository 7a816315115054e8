package dev.mycelium.agent.tensor;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Name and shape of one tensor, row-major.
 *
 * @param shape sizes, outermost first; empty for a scalar
 */
public record TensorSpec(String name, List<Integer> shape) {

  public TensorSpec {
    requireNonNull(name, "name");
    shape = List.copyOf(shape);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name: \"\" (expected: at least one character)");
    }
    elements(shape);
  }

  public static TensorSpec of(String name, Integer... shape) {
    return new TensorSpec(name, List.of(shape));
  }

  /** Numbers in the tensor; 1 for a scalar. */
  public int elements() {
    return elements(shape);
  }

  private static int elements(List<Integer> shape) {
    long product = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("shape: " + shape + " (expected: sizes >= 0)");
      }
      product *= size;
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape: " + shape + " (expected: at most " + Integer.MAX_VALUE + " elements)");
      }
    }
    return (int) product;
  }
}
