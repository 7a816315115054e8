package dev.mycelium.agent.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final TensorLayout LAYOUT =
      TensorLayout.of(TensorSpec.of("net/w", 2), TensorSpec.of("b", 1));
  private static final Tensors TENSORS = Tensors.of(LAYOUT, 1, 2, 3);

  @TempDir Path folder;

  @Test
  void writesPlainNamesAndReadsThemBack() throws IOException {
    Path file = written(new ModelFile(TENSORS, Map.of("by", "test")));

    ModelFile read = ModelFile.readExpecting(file, LAYOUT);

    assertThat(read).isEqualTo(new ModelFile(TENSORS, Map.of("by", "test")));
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("\"net/w\":{", "\"b\":{")
        .doesNotContain("model/");
  }

  @Test
  void takesTensorsInTheExpectedOrderHoweverTheyLie() throws IOException {
    TensorLayout other = TensorLayout.of(TensorSpec.of("b", 1), TensorSpec.of("net/w", 2));
    Path file = written(new ModelFile(Tensors.of(other, 3, 1, 2), Map.of()));

    assertThat(ModelFile.readExpecting(file, LAYOUT).tensors()).isEqualTo(TENSORS);
  }

  @Test
  void takesAHeadOfThisNetworkToo() throws IOException {
    Path file = folder.resolve("head");
    try (OutputStream out = Files.newOutputStream(file)) {
      PayloadFile.of(Payload.ofModel(TENSORS)).writeTo(out);
    }

    assertThat(ModelFile.readExpecting(file, LAYOUT).tensors()).isEqualTo(TENSORS);
  }

  @Test
  void namesTheTensorThatDiffers() throws IOException {
    Path file = written(new ModelFile(TENSORS, Map.of()));

    assertThatThrownBy(
            () ->
                ModelFile.readExpecting(
                    file, TensorLayout.of(TensorSpec.of("net/w", 3), TensorSpec.of("b", 1))))
        .isInstanceOf(InvalidTensorFileException.class)
        .hasMessage("model/net/w: [2] (expected: [3])");
  }

  @Test
  void refusesATensorThatStandsTwiceUnderTwoNames() throws IOException {
    TensorLayout twice = TensorLayout.of(TensorSpec.of("b", 1), TensorSpec.of("model/b", 1));
    Path file = written(new ModelFile(Tensors.of(twice, 1, 2), Map.of()));

    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InvalidTensorFileException.class)
        .hasMessageContaining("expected: each tensor once");
  }

  private Path written(ModelFile model) throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      model.writeTo(out);
    }
    return file;
  }
}
