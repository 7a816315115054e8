package dev.mycelium.agent.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final TensorLayout DENSE =
      TensorLayout.of(TensorSpec.of("weight", 3, 2), TensorSpec.of("bias", 3));

  @Test
  void namesSectionAndTensorThatAreNotFinite() {
    Payload payload =
        new Payload(
            Map.of(
                "momentum",
                Tensors.of(TensorLayout.of(TensorSpec.of("v")), Float.NaN),
                Payload.MODEL,
                Tensors.zeros(DENSE)));

    assertThat(payload.isFinite()).isFalse();
    assertThat(payload.firstNonFinite()).contains("momentum/v");
  }

  @Test
  void ordersSectionsByName() {
    Tensors one = Tensors.zeros(DENSE);

    Payload payload = new Payload(Map.of("z", one, "a", one, "model", one));

    assertThat(payload.sections().keySet()).containsExactly("a", "model", "z");
  }

  @Test
  void refusesSectionNamesThatWouldBeAmbiguousInAFile() {
    Tensors one = Tensors.zeros(DENSE);

    assertThatThrownBy(() -> new Payload(Map.of("a/b", one)))
        .hasMessage("section: \"a/b\" (expected: a name without '/')");
    assertThatThrownBy(() -> new Payload(Map.of("", one)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhichSectionsExist() {
    assertThatThrownBy(() -> Payload.ofModel(Tensors.zeros(DENSE)).section("adapter"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("section: adapter (expected one of: [model])");
  }

  @Test
  void layoutsDifferByTheFirstTensorThatDiffers() {
    PayloadLayout expected = PayloadLayout.ofModel(DENSE);

    assertThat(expected.difference(model(TensorSpec.of("weight", 3, 2), TensorSpec.of("bias", 2))))
        .contains("model/bias: [2] (expected: [3])");
    assertThat(expected.difference(model(TensorSpec.of("weight", 3, 2))))
        .contains("model/bias: missing (expected: [3])");
    assertThat(
            expected.difference(
                model(
                    TensorSpec.of("weight", 3, 2),
                    TensorSpec.of("bias", 3),
                    TensorSpec.of("scale"))))
        .contains("model/scale: [] (expected: no such tensor)");
  }

  @Test
  void layoutsOfAnotherOrderDoNotDiffer() {
    PayloadLayout expected = PayloadLayout.ofModel(DENSE);
    PayloadLayout turned = model(TensorSpec.of("bias", 3), TensorSpec.of("weight", 3, 2));

    assertThat(expected.difference(turned)).isEmpty();
    assertThat(expected).isNotEqualTo(turned);
  }

  @Test
  void refusesShapesBeyondTheIndexableNumbers() {
    assertThatThrownBy(() -> TensorSpec.of("w", 1_000_000, 1_000_000, 1_000_000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TensorSpec.of("w", 3, -1))
        .hasMessage("shape: [3, -1] (expected: sizes >= 0)");
    assertThat(new TensorSpec("scalar", List.of()).elements()).isEqualTo(1);
    assertThatThrownBy(() -> TensorLayout.of(TensorSpec.of("w", 1), TensorSpec.of("w", 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PayloadLayout model(TensorSpec... specs) {
    return PayloadLayout.ofModel(TensorLayout.of(specs));
  }
}
