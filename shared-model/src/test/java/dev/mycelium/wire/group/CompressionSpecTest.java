package dev.mycelium.wire.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;

class CompressionSpecTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'none'}",
        "{'name':'float16'}",
        "{'name':'qsgd','levels':4,'bucket_size':8192}"
      })
  void isItsNameAndItsArguments(String text) {
    String json = text.replace('\'', '"');

    assertThat(JSON.writeValueAsString(JSON.readValue(json, CompressionSpec.class)))
        .isEqualTo(json);
  }

  @Test
  void hasUsualArguments() {
    assertThat(JSON.readValue("{\"name\": \"qsgd\"}", CompressionSpec.class))
        .isEqualTo(new CompressionSpec.Qsgd(127, 512));
  }

  @Test
  void refusesWhatDoesNotFitIntoAByte() {
    assertThatThrownBy(() -> new CompressionSpec.Qsgd(128, null))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("spec.federation.compression.levels: 128 (expected: 1 to 127)");
    assertThatThrownBy(() -> new CompressionSpec.Qsgd(0, null))
        .hasMessage("spec.federation.compression.levels: 0 (expected: 1 to 127)");
    assertThatThrownBy(() -> new CompressionSpec.Qsgd(null, 15))
        .hasMessage("spec.federation.compression.bucket_size: 15 (expected: 16 to 65536)");
  }

  @Test
  void refusesANameThatDoesNotExist() {
    assertThatThrownBy(() -> JSON.readValue("{\"name\": \"zip\"}", CompressionSpec.class))
        .isInstanceOf(InvalidTypeIdException.class);
  }

  @Test
  void isNotSaidWhereItIsNotWanted() {
    FederationSpec plain = FederationSpec.defaults();

    assertThat(JSON.writeValueAsString(plain)).doesNotContain("compression");
    assertThat(plain.updates()).isEqualTo(new CompressionSpec.None());
  }
}
