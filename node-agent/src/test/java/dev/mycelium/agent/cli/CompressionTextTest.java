package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.group.CompressionSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"none", "float16", "qsgd,levels=127,bucket_size=512"})
  void isReadAsItIsWritten(String text) {
    assertThat(CompressionText.of(CompressionText.parse(text))).isEqualTo(text);
  }

  @Test
  void hasUsualArguments() {
    assertThat(CompressionText.parse("qsgd")).isEqualTo(new CompressionSpec.Qsgd(127, 512));
    assertThat(CompressionText.parse("qsgd,levels=4")).isEqualTo(new CompressionSpec.Qsgd(4, 512));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zip", "float16,levels=4", "qsgd,level=4", "qsgd,levels=x", "qsgd,levels", ""})
  void saysWhatThereIs(String text) {
    assertThatThrownBy(() -> CompressionText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none; float16; qsgd,levels=N,bucket_size=N");
  }
}
