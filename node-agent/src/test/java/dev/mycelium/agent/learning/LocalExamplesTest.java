package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocalExamplesTest {
  private static final List<String> LABELS = List.of("ant", "bee");

  @Test
  void keepsSplitsApart() {
    ArrayExamples train = ArrayExamples.blobs(4, 2, 2, 1);
    ArrayExamples holdout = ArrayExamples.blobs(2, 2, 2, 2);

    LocalExamples local = new LocalExamples(train, holdout, LABELS);

    assertThat(local.in(Split.TRAIN)).isSameAs(train);
    assertThat(local.in(Split.HOLDOUT)).isSameAs(holdout);
  }

  @Test
  void refusesNodeWithNothingToLearnFrom() {
    assertThatThrownBy(
            () -> new LocalExamples(ArrayExamples.none(2), ArrayExamples.none(2), LABELS))
        .hasMessage("train: 0 examples (expected: > 0)");
  }

  @Test
  void refusesHoldoutOfOtherShape() {
    ArrayExamples train = ArrayExamples.blobs(4, 2, 2, 1);

    assertThatThrownBy(() -> new LocalExamples(train, ArrayExamples.none(3), LABELS))
        .hasMessage("holdout: 3 inputs (expected: 2, as in training)");
  }
}
