package dev.mycelium.agent.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateCheckTest {
  private static final NodeId NODE = new NodeId("hospital-3");
  private static final TensorLayout DENSE =
      TensorLayout.of(TensorSpec.of("weight", 2), TensorSpec.of("bias"));

  private final UpdateCheck check = new UpdateCheck(PayloadLayout.ofModel(DENSE));

  @Test
  void acceptsTheTensorsOfTheHead() {
    Contribution honest = contribution(Tensors.of(DENSE, 1, Float.MIN_VALUE, 1e38f));

    assertThat(check.examine(honest)).isEqualTo(new UpdateCheck.Verdict.Accepted(honest));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesNonFiniteNumbersByNodeAndTensor(float value) {
    Contribution broken = contribution(Tensors.of(DENSE, 1, 2, value));

    assertThat(check.examine(broken))
        .isEqualTo(
            new UpdateCheck.Verdict.Refused(
                NODE,
                ProblemType.NON_FINITE,
                "model/bias: NaN or infinite (expected: finite numbers)"));
  }

  @Test
  void refusesAnotherShapeByNodeAndTensor() {
    TensorLayout wider = TensorLayout.of(TensorSpec.of("weight", 2, 1), TensorSpec.of("bias"));

    assertThat(check.examine(contribution(Tensors.zeros(wider))))
        .isEqualTo(
            new UpdateCheck.Verdict.Refused(
                NODE, ProblemType.LAYOUT_MISMATCH, "model/weight: [2, 1] (expected: [2])"));
  }

  @Test
  void refusesAnotherOrderOfTensors() {
    TensorLayout turned = TensorLayout.of(TensorSpec.of("bias"), TensorSpec.of("weight", 2));

    assertThat(check.examine(contribution(Tensors.zeros(turned))))
        .isEqualTo(
            new UpdateCheck.Verdict.Refused(
                NODE, ProblemType.LAYOUT_MISMATCH, "tensors: in another order"));
  }

  @Test
  void cohortsHoldEachNodeOnceInTheOrderOfIds() {
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

  private static Contribution contribution(Tensors delta) {
    return new Contribution(NODE, Payload.ofModel(delta), 10);
  }
}
