package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The registry knows models by their specs: the names must be those of the real parameters. */
class TensorNamesTest {
  private static final TaskSpec IMAGES =
      new TaskSpec(TaskKind.CLASSIFICATION, List.of(1, 8, 8), List.of("0", "1"), "accuracy", null);

  static Stream<ModelSpec> models() {
    return Stream.of(
        new ModelSpec.Linear(),
        new ModelSpec.Mlp(List.of(5)),
        new ModelSpec.Mlp(List.of(7, 6, 5)),
        new ModelSpec.Cnn());
  }

  @ParameterizedTest
  @MethodSource("models")
  void areThoseOfTheLayout(ModelSpec model) {
    assertThat(model.tensorNames())
        .isEqualTo(ModelLayout.of(model, IMAGES).specs().stream().map(TensorSpec::name).toList());
  }
}
