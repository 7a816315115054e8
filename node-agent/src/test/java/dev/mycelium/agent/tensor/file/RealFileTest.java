package dev.mycelium.agent.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that other people's writers made; skipped where they are not at hand. */
class RealFileTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stories260K, 64, 512, 1044992",
        "babyllama-tok105, 128, 105, 3750768",
      })
  void readsHeadersOfPublishedModels(String line) throws IOException {
    String[] model = line.split(", ");
    Path file = Path.of("../../shared/datasets/models", model[0], "model.safetensors");
    assumeThat(Files.exists(file)).isTrue();

    try (TensorFile opened = TensorFile.open(file)) {
      DeclaredTensor embedding = opened.tensors().get(0).declared();

      assertThat(opened.tensors()).hasSize(47);
      assertThat(embedding.name()).isEqualTo("model.embed_tokens.weight");
      assertThat(embedding.spec().shape())
          .isEqualTo(List.of(Integer.parseInt(model[2]), Integer.parseInt(model[1])));
      assertThat(opened.metadata()).containsEntry("format", "pt");
      assertThat(Files.size(file)).isEqualTo(Long.parseLong(model[3]));
    }
  }
}
