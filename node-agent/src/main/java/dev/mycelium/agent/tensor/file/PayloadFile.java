package dev.mycelium.agent.tensor.file;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A payload as one safetensors file. The tensor {@code dense0.weight} of the section {@code model}
 * is named {@code model/dense0.weight}; all values are float32, little-endian, row-major.
 *
 * <p>The bytes are canonical: equal payloads with equal metadata give equal files. Sections lie in
 * the order of their names, tensors in the order of their layout, values without a gap in the same
 * order. The header has no space but those that pad it to a multiple of 8 bytes; metadata comes
 * first, sorted, and is left out when empty; each tensor's fields are {@code dtype}, {@code shape},
 * {@code data_offsets}.
 *
 * @param metadata free text beside the tensors, sorted by key
 */
public record PayloadFile(Payload payload, Map<String, String> metadata) {
  /** What heads and updates of this network carry, exactly. */
  public static final Map<String, String> METADATA = Map.of("format", "mycelium");

  public PayloadFile {
    requireNonNull(payload, "payload");
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** A file with this network's {@link #METADATA}. */
  public static PayloadFile of(Payload payload) {
    return new PayloadFile(payload, METADATA);
  }

  /**
   * Streams the file; does not close {@code out}.
   *
   * @throws InvalidTensorFileException if a name could not be read back
   */
  public void writeTo(OutputStream out) throws IOException {
    new PayloadWriter(this, Naming.SECTIONED).writeTo(out);
  }

  /**
   * @throws InvalidTensorFileException if anything about the file is wrong
   */
  public static PayloadFile read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel);
    }
  }

  /** As {@link #read(Path)}; does not close {@code file}. */
  public static PayloadFile read(SeekableByteChannel file) throws IOException {
    return new PayloadReader(file, Naming.SECTIONED).read();
  }

  /**
   * Reads a file that must hold these tensors, in whatever order, and finite values only.
   *
   * @return the payload in the expected order
   * @throws InvalidTensorFileException naming the tensor that is wrong
   */
  public static PayloadFile readExpecting(Path file, PayloadLayout expected) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return readExpecting(channel, expected);
    }
  }

  /** As {@link #readExpecting(Path, PayloadLayout)}; does not close {@code file}. */
  public static PayloadFile readExpecting(SeekableByteChannel file, PayloadLayout expected)
      throws IOException {
    return new PayloadReader(file, Naming.SECTIONED).readExpecting(expected);
  }

  /**
   * As {@link #readExpecting(SeekableByteChannel, PayloadLayout)}, but leaves other sections
   * unread.
   */
  public static PayloadFile readSections(SeekableByteChannel file, PayloadLayout expected)
      throws IOException {
    return new PayloadReader(file, Naming.SECTIONED).readSections(expected);
  }
}
