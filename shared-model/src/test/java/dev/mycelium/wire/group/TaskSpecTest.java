package dev.mycelium.wire.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.InvalidFieldException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskSpecTest {

  @Test
  void aRegressionAnswersWithOneNumberAndHasNoLabels() {
    assertThat(regression(List.of(), "r2").outputs()).isEqualTo(1);
    assertThatThrownBy(() -> regression(List.of("a", "b"), "r2"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("spec.task.labels: classes: 2");
  }

  @Test
  void aScoreIsTheOneOfTheKind() {
    assertThatThrownBy(() -> regression(List.of(), "accuracy"))
        .hasMessage("spec.task.metric: \"accuracy\" (expected: r2)");
  }

  @Test
  void aRegressionAndAClassificationDoNotGoTogether() {
    TaskSpec classes =
        new TaskSpec(TaskKind.CLASSIFICATION, List.of(3), List.of("a", "b"), "accuracy", null);
    assertThat(classes.admits(regression(List.of(), "r2"))).isFalse();
    assertThat(regression(List.of(), "r2").admits(classes)).isFalse();
  }

  @Test
  void aConvolutionalNetworkLooksAtImages() {
    TaskSpec row = new TaskSpec(TaskKind.REGRESSION, List.of(3), List.of(), "r2", null);
    TaskSpec image = new TaskSpec(TaskKind.REGRESSION, List.of(1, 4, 4), List.of(), "r2", null);
    TrainingSpec training = new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 10, 1, 1);
    FederationSpec rounds = FederationSpec.defaults();

    assertThatThrownBy(() -> new GroupSpec(row, new ModelSpec.Cnn(), training, rounds))
        .hasMessage(
            "spec.task.input_shape: [3] (expected: [channels, height, width] with sides of at least"
                + " 4, for a cnn)");
    assertThat(new GroupSpec(image, new ModelSpec.Cnn(), training, rounds).model().text())
        .isEqualTo("cnn");
  }

  private static TaskSpec regression(List<String> labels, String metric) {
    return new TaskSpec(TaskKind.REGRESSION, List.of(3), labels, metric, null);
  }
}
