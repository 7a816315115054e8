package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.round.Sha256;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A model's architecture; its input and output sizes follow from the task. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "architecture")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelSpec.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = ModelSpec.Mlp.class, name = "mlp"),
  @JsonSubTypes.Type(value = ModelSpec.Cnn.class, name = "cnn"),
  @JsonSubTypes.Type(value = ModelSpec.TorchScript.class, name = "torchscript"),
  @JsonSubTypes.Type(value = ModelSpec.Custom.class, name = "custom")
})
public sealed interface ModelSpec {

  /** Text of the form that {@code --model} takes; also the group's {@code model_type}. */
  String text();

  /** Names of the model's parameters, in their order. */
  List<String> tensorNames();

  /**
   * Whether only nodes that bring the model's program can learn it: such a group is never found by
   * a node that does not ask for it.
   */
  default boolean needsProgram() {
    return false;
  }

  /**
   * @throws InvalidFieldException if the model can't take the task's inputs
   */
  default void requireFits(TaskSpec task) {}

  private static List<String> layers(Stream<String> names) {
    return names.flatMap(name -> Stream.of(name + ".weight", name + ".bias")).toList();
  }

  /** One dense layer: softmax regression, or linear regression. */
  record Linear() implements ModelSpec {
    @Override
    public String text() {
      return "linear";
    }

    @Override
    public List<String> tensorNames() {
      return layers(Stream.of("dense0"));
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

    @Override
    public List<String> tensorNames() {
      return layers(IntStream.rangeClosed(0, hidden.size()).mapToObj(i -> "dense" + i));
    }
  }

  /**
   * McMahan et al. 2017's network for MNIST: two convolutions, each with pooling, and 512 units.
   */
  record Cnn() implements ModelSpec {
    private static final int SHORTEST_SIDE = 4;

    @Override
    public String text() {
      return "cnn";
    }

    @Override
    public List<String> tensorNames() {
      return layers(Stream.of("conv0", "conv1", "dense0", "dense1"));
    }

    @Override
    public void requireFits(TaskSpec task) {
      List<Integer> shape = task.inputShape();
      if (shape.size() != 3 || shape.get(1) < SHORTEST_SIDE || shape.get(2) < SHORTEST_SIDE) {
        throw InvalidFieldException.of(
            "spec.task.input_shape",
            shape,
            "[channels, height, width] with sides of at least %d, for a cnn"
                .formatted(SHORTEST_SIDE));
      }
    }
  }

  /**
   * A TorchScript program, of which every member has a copy of its own: it never travels.
   *
   * @param sha256 of the file
   * @param size bytes of the file
   * @param tensors its parameters in their order
   */
  record TorchScript(
      @JsonProperty("sha256") Sha256 sha256,
      @JsonProperty("size") long size,
      @JsonProperty("tensors") List<TensorShape> tensors)
      implements ModelSpec {

    public TorchScript {
      sha256 = Expect.present(sha256, "spec.model.sha256", "SHA-256 of the file");
      Expect.atLeast(size, "spec.model.size", 1);
      tensors = TensorShape.requireModel(tensors);
    }

    /** Without the file's name, which is nobody else's business. */
    @Override
    public String text() {
      return "torchscript:" + sha256.abbreviated();
    }

    @Override
    public List<String> tensorNames() {
      return tensors.stream().map(TensorShape::name).toList();
    }

    @Override
    public boolean needsProgram() {
      return true;
    }
  }

  /**
   * A model that only its learners know: an external program's, or a plug-in's. What it computes is
   * theirs to agree on; the network sees named numbers.
   *
   * @param name by which the learners know it
   * @param tensors its parameters in their order
   */
  record Custom(
      @JsonProperty("name") String name, @JsonProperty("tensors") List<TensorShape> tensors)
      implements ModelSpec {
    private static final int LONGEST_NAME = 100;

    public Custom {
      name = Expect.text(name, "spec.model.name", LONGEST_NAME);
      tensors = TensorShape.requireModel(tensors);
    }

    @Override
    public String text() {
      return "custom:" + name;
    }

    @Override
    public List<String> tensorNames() {
      return tensors.stream().map(TensorShape::name).toList();
    }

    @Override
    public boolean needsProgram() {
      return true;
    }
  }
}
