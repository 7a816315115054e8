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

  private static TaskSpec regression(List<String> labels, String metric) {
    return new TaskSpec(TaskKind.REGRESSION, List.of(3), labels, metric, null);
  }
}
