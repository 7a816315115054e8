package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Name and shape of one float32 parameter of a model that only its learners know.
 *
 * @param shape sizes, outermost first; empty for a single number
 */
public record TensorShape(
    @JsonProperty("name") String name, @JsonProperty("shape") List<Integer> shape) {
  private static final int LONGEST_NAME = 400;
  private static final int MOST_DIMENSIONS = 16;
  private static final int MOST_TENSORS = 10_000;

  public TensorShape {
    name = Expect.text(name, "spec.model.tensors.name", LONGEST_NAME);
    shape = List.copyOf(Expect.present(shape, "spec.model.tensors.shape", "[10, 784]"));
    Expect.inRange(shape.size(), "spec.model.tensors.shape: dimensions", 0, MOST_DIMENSIONS);
    shape.forEach(size -> Expect.inRange(size, "spec.model.tensors.shape", 1, Integer.MAX_VALUE));
  }

  /** The parameters of a whole model: at least one, and no name twice. */
  static List<TensorShape> requireModel(@Nullable List<TensorShape> tensors) {
    List<TensorShape> all =
        List.copyOf(Expect.present(tensors, "spec.model.tensors", "names and shapes"));
    Expect.inRange(all.size(), "spec.model.tensors", 1, MOST_TENSORS);
    List<String> names = all.stream().map(TensorShape::name).toList();
    if (new HashSet<>(names).size() != names.size()) {
      throw InvalidFieldException.of("spec.model.tensors", names, "no name twice");
    }
    return all;
  }
}
