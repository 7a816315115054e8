package dev.mycelium.agent.tensor.file;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A model as other programs know it: a safetensors file of float32 parameters under their plain
 * names ({@code dense0.weight}), as {@code safetensors.torch.load_file} reads it. A head of this
 * network is read too.
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
    new PayloadWriter(new PayloadFile(Payload.ofModel(tensors), metadata), Naming.PLAIN)
        .writeTo(out);
  }

  /**
   * @throws InvalidTensorFileException if anything about the file is wrong
   */
  public static ModelFile read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(new PayloadReader(channel, Naming.PLAIN).read());
    }
  }

  /**
   * Reads a file that must hold these parameters, in whatever order, and finite values only.
   *
   * @throws InvalidTensorFileException naming the tensor that is wrong
   */
  public static ModelFile readExpecting(Path file, TensorLayout expected) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(
          new PayloadReader(channel, Naming.PLAIN).readExpecting(PayloadLayout.ofModel(expected)));
    }
  }

  private static ModelFile of(PayloadFile file) {
    return new ModelFile(file.payload().model(), file.metadata());
  }
}
