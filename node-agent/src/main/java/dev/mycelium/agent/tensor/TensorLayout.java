package dev.mycelium.agent.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Names, shapes and order of the tensors of a model, and where each begins when they lie one behind
 * the other. Two sets of tensors can be added only if their layouts are equal.
 */
public final class TensorLayout {
  private final List<TensorSpec> specs;
  private final Map<String, Integer> offsets;
  private final int elements;

  private TensorLayout(List<TensorSpec> specs, Map<String, Integer> offsets, int elements) {
    this.specs = specs;
    this.offsets = offsets;
    this.elements = elements;
  }

  public static TensorLayout of(TensorSpec... specs) {
    return of(List.of(specs));
  }

  /**
   * @throws IllegalArgumentException if a name stands twice or there are more than 2^31 - 1
   *     elements
   */
  public static TensorLayout of(List<TensorSpec> specs) {
    Map<String, Integer> offsets = new LinkedHashMap<>();
    int offset = 0;
    for (TensorSpec spec : specs) {
      if (offsets.put(spec.name(), offset) != null) {
        throw new IllegalArgumentException(
            "name: \"" + spec.name() + "\" twice (expected: each tensor once)");
      }
      offset = Math.addExact(offset, spec.elements());
    }
    return new TensorLayout(List.copyOf(new ArrayList<>(specs)), offsets, offset);
  }

  public List<TensorSpec> specs() {
    return specs;
  }

  /** Numbers in all tensors together. */
  public int elements() {
    return elements;
  }

  /** Index of the first number of the tensor {@code name}. */
  public int offset(String name) {
    Integer offset = offsets.get(name);
    if (offset == null) {
      throw new NoSuchElementException(
          "tensor: " + name + " (expected one of: " + offsets.keySet() + ")");
    }
    return offset;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorLayout layout && specs.equals(layout.specs);
  }

  @Override
  public int hashCode() {
    return specs.hashCode();
  }

  @Override
  public String toString() {
    return specs.toString();
  }
}
