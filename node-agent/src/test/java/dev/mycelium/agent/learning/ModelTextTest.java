package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.ModelSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"linear", "mlp:200,200", "mlp:8", "cnn"})
  void readsWhatModelsWrite(String text) {
    assertThat(ModelText.parse(text).text()).isEqualTo(text);
  }

  @Test
  void readsWidthsFromInputSide() {
    assertThat(ModelText.parse("mlp:30, 20")).isEqualTo(new ModelSpec.Mlp(List.of(30, 20)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cnn:32", "mlp", "mlp:", "mlp:20,", "mlp:wide", "Linear"})
  void refusesUnknownModelWithListOfKnown(String text) {
    assertThatThrownBy(() -> ModelText.parse(text))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "model: \"%s\" (expected: linear, cnn, mlp:W[,W...] with hidden widths as in mlp:200,200, or torchscript:FILE)",
            text);
  }

  @Test
  void refusesWidthOutOfRange() {
    assertThatThrownBy(() -> ModelText.parse("mlp:0"))
        .hasMessage("spec.model.hidden: 0 (expected: 1 to 65536)");
  }
}
