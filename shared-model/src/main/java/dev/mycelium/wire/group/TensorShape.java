package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import java.util.List;

/**
 * Name and shape of one float32 parameter of a model that only its learners know.
 *
 * @param shape sizes, outermost first; empty for a single number
 */
public record TensorShape(
    @JsonProperty("name") String name, @JsonProperty("shape") List<Integer> shape) {
  private static final int LONGEST_NAME = 400;
  private static final int MOST_DIMENSIONS = 16;

  public TensorShape {
    name = Expect.text(name, "spec.model.tensors.name", LONGEST_NAME);
    shape = List.copyOf(Expect.present(shape, "spec.model.tensors.shape", "[10, 784]"));
    Expect.inRange(shape.size(), "spec.model.tensors.shape: dimensions", 0, MOST_DIMENSIONS);
    shape.forEach(size -> Expect.inRange(size, "spec.model.tensors.shape", 1, Integer.MAX_VALUE));
  }
}
