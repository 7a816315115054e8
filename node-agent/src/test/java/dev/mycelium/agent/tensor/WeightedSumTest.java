package dev.mycelium.agent.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedSumTest {
  private static final TensorLayout LAYOUT =
      TensorLayout.of(TensorSpec.of("pair", 2), TensorSpec.of("x"));

  @Test
  void addsAWeightedRangeInDouble() {
    Tensors tensors = Tensors.of(LAYOUT, 1, 16777217, 3);
    double[] sums = {0.5, 1, 7};

    new WeightedSum(List.of(tensors), 0.1).addTo(sums, 1, 2);

    assertThat(sums).containsExactly(0.5 + 0.1 * 16777216.0, 1 + 0.1 * 3.0, 7);
  }

  @Test
  void addsOneUpdateAfterTheOtherWhereverTheyLie() {
    Tensors huge = Tensors.of(LAYOUT, 1e30f, 1e30f, 1e30f);
    Tensors negative = Tensors.of(LAYOUT, -1e30f, -1e30f, -1e30f);
    TensorValues ones = TensorValues.filled(LAYOUT, 1);

    WeightedSum late = new WeightedSum(List.of(huge, negative, ones), 1, 1, 1);
    WeightedSum early = new WeightedSum(List.of(ones, huge, negative), 1, 1, 1);

    assertThat(late.of(0, 3)).containsExactly(1, 1, 1);
    assertThat(early.of(0, 3)).containsExactly(0, 0, 0);
  }

  @Test
  void needsAWeightForEachUpdate() {
    assertThatThrownBy(() -> new WeightedSum(List.of(), 1)).hasMessage("weights: 1 (expected: 0)");
  }
}
