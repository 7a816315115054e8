package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;
import java.util.List;
import java.util.stream.Collectors;

/** A model's architecture; its input and output sizes follow from the task. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "architecture")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelSpec.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = ModelSpec.Mlp.class, name = "mlp")
})
public sealed interface ModelSpec {

  /** Text of the form that {@code --model} takes; also the group's {@code model_type}. */
  String text();

  /** Widths of the hidden layers, input side first; none for a linear model. */
  List<Integer> hidden();

  /** Softmax regression: one dense layer. */
  record Linear() implements ModelSpec {
    @Override
    public String text() {
      return "linear";
    }

    @Override
    public List<Integer> hidden() {
      return List.of();
    }
  }

  /**
   * Dense layers with ReLU between them.
   *
   * @param hidden widths of the hidden layers, input side first
   */
  record Mlp(@JsonProperty("hidden") List<Integer> hidden) implements ModelSpec {
    private static final int MOST_LAYERS = 16;
    private static final int WIDEST = 65_536;

    public Mlp {
      hidden = List.copyOf(Expect.present(hidden, "spec.model.hidden", "[200, 200]"));
      Expect.inRange(hidden.size(), "spec.model.hidden: layers", 1, MOST_LAYERS);
      hidden.forEach(width -> Expect.inRange(width, "spec.model.hidden", 1, WIDEST));
    }

    @Override
    public String text() {
      return hidden.stream().map(String::valueOf).collect(Collectors.joining(",", "mlp:", ""));
    }
  }
}
