package dev.mycelium.agent.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.node.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CohortTest {
  private static final NodeId NODE = new NodeId("hospital-3");
  private static final TensorLayout DENSE =
      TensorLayout.of(TensorSpec.of("weight", 2), TensorSpec.of("bias"));

  @Test
  void holdsEachNodeOnceInTheOrderOfIds() {
    Contribution b = new Contribution(new NodeId("b"), Payload.ofModel(Tensors.zeros(DENSE)), 1);
    Contribution a = new Contribution(new NodeId("a"), Payload.ofModel(Tensors.zeros(DENSE)), 2);

    assertThat(Cohort.of(b, a).contributions()).containsExactly(a, b);
    assertThat(Cohort.of(b, a).examples()).isEqualTo(3);
    assertThatThrownBy(() -> Cohort.of(a, b, a))
        .hasMessage("node: a twice (expected: each node once)");
    assertThatThrownBy(Cohort::of).hasMessage("contributions: 0 (expected: > 0)");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesWeightsBelowOne(long examples) {
    assertThatThrownBy(
            () -> new Contribution(NODE, Payload.ofModel(Tensors.zeros(DENSE)), examples))
        .hasMessage("examples: " + examples + " (expected: > 0)");
  }

  @Test
  void refusesWeightsThatOverflowTogether() {
    Payload delta = Payload.ofModel(Tensors.zeros(DENSE));
    Contribution huge = new Contribution(new NodeId("a"), delta, Long.MAX_VALUE);
    Contribution one = new Contribution(new NodeId("b"), delta, 1);

    assertThatThrownBy(() -> Cohort.of(huge, one))
        .hasMessage("examples: over 2^63 - 1 together (expected: less)");
  }
}
