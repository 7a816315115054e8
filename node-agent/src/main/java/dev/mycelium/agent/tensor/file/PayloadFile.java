package dev.mycelium.agent.tensor.file;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A payload as one safetensors file. The tensor {@code dense0.weight} of the section {@code model}
 * is named {@code model/dense0.weight}; all values are float32 unless another type was asked for,
 * little-endian, row-major.
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

  private static final PayloadReader FLOAT32 = PayloadReader.ofPayloads(FloatType.F32);

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
    writeTo(out, FloatType.F32);
  }

  /**
   * As {@link #writeTo(OutputStream)}, with each number rounded to {@code type}.
   *
   * @throws IllegalArgumentException if a finite number would become an infinity
   */
  public void writeTo(OutputStream out, FloatType type) throws IOException {
    new PayloadWriter(Naming.SECTIONED, type).write(payload, metadata, out);
  }

  /**
   * @throws InvalidTensorFileException if anything about the file is wrong
   */
  public static PayloadFile read(Path file) throws IOException {
    try (StoredPayload stored = FLOAT32.open(TensorFile.open(file))) {
      return new PayloadFile(stored.load(), stored.metadata());
    }
  }

  /**
   * Reads a file that must hold these tensors, in whatever order, and finite values only.
   *
   * @return the payload in the expected order
   * @throws InvalidTensorFileException naming the tensor that is wrong
   */
  public static PayloadFile readExpecting(Path file, PayloadLayout expected) throws IOException {
    return readExpecting(file, expected, FloatType.F32);
  }

  /** As {@link #readExpecting(Path, PayloadLayout)}, of numbers in this type. */
  public static PayloadFile readExpecting(Path file, PayloadLayout expected, FloatType type)
      throws IOException {
    try (StoredPayload stored =
        PayloadReader.ofPayloads(type).open(TensorFile.open(file), expected)) {
      return new PayloadFile(stored.loadFinite(), stored.metadata());
    }
  }
}
