package dev.mycelium.agent.tensor.file;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model as other programs know it: a safetensors file of float32 parameters under their plain
 * names ({@code dense0.weight}), as {@code safetensors.torch.load_file} reads it. A file of float16
 * or bfloat16 parameters is read too, without a loss, and so is a head of this network.
 *
 * @param metadata free text beside the tensors
 */
public record ModelFile(Tensors tensors, Map<String, String> metadata) {

  public ModelFile {
    requireNonNull(tensors, "tensors");
    metadata = Map.copyOf(metadata);
  }

  /** Streams the file; does not close {@code out}. The bytes are canonical. */
  public void writeTo(OutputStream out) throws IOException {
    new PayloadWriter(Naming.PLAIN, FloatType.F32).write(Payload.ofModel(tensors), metadata, out);
  }

  /**
   * @throws InvalidTensorFileException if anything about the file is wrong
   */
  public static ModelFile read(Path file) throws IOException {
    try (StoredPayload stored = PayloadReader.OF_MODELS.open(TensorFile.open(file))) {
      return of(stored.load(), stored.metadata());
    }
  }

  /**
   * Reads a file that must hold these parameters, in whatever order, and finite values only.
   *
   * @throws InvalidTensorFileException naming the tensor that is wrong
   */
  public static ModelFile readExpecting(Path file, TensorLayout expected) throws IOException {
    PayloadLayout layout = PayloadLayout.ofModel(expected);
    try (StoredPayload stored = PayloadReader.OF_MODELS.open(TensorFile.open(file), layout)) {
      return of(stored.loadFinite(), stored.metadata());
    }
  }

  private static ModelFile of(Payload payload, Map<String, String> metadata) {
    return new ModelFile(payload.model(), metadata);
  }
}
