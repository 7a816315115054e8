package dev.mycelium.agent.tensor.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked against the file's real length: eight bytes with the
 * length of the JSON text (little-endian), the text, and then the values without a hole. Reading it
 * allocates in proportion to the tensors it really lists, never to a size that it claims.
 *
 * @param entries in the order of their bytes
 * @param valuesAt position of the first value in the file
 */
record TensorFileHeader(List<TensorEntry> entries, Map<String, String> metadata, long valuesAt) {
  static final int LENGTH_BYTES = Long.BYTES;

  /** The format's own limit. */
  static final long LONGEST_TEXT = 100_000_000;

  private static final Comparator<TensorEntry> BY_BYTES =
      Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end);

  static TensorFileHeader read(ByteSource file) throws IOException {
    long size = file.size();
    long textBytes = textBytes(file, size);
    long valuesAt = LENGTH_BYTES + textBytes;
    HeaderText text = HeaderText.parse(new HeaderInput(file, LENGTH_BYTES, textBytes));
    List<TensorEntry> entries = text.entries().stream().sorted(BY_BYTES).toList();
    requireSeamless(entries, size - valuesAt);
    return new TensorFileHeader(entries, text.metadata(), valuesAt);
  }

  private static long textBytes(ByteSource file, long size) throws IOException {
    if (size < LENGTH_BYTES) {
      throw InvalidTensorFileException.of(
          "file", size + " bytes", "at least " + LENGTH_BYTES + " bytes");
    }
    ByteBuffer start = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.read(0, start);
    long bytes = start.getLong(0);
    long most = Math.min(LONGEST_TEXT, size - LENGTH_BYTES);
    if (bytes < 2 || bytes > most) {
      throw ForeignFormat.describe(start.array())
          .map(found -> InvalidTensorFileException.of("file", found, "a safetensors file"))
          .orElseGet(() -> wrongLength(bytes, most));
    }
    requireBrace(file);
    return bytes;
  }

  private static InvalidTensorFileException wrongLength(long bytes, long most) {
    return InvalidTensorFileException.of(
        "header length",
        Long.toUnsignedString(bytes),
        most < 2 ? "2 or more, and a file as long" : "2 to " + most);
  }

  private static void requireBrace(ByteSource file) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(1);
    file.read(LENGTH_BYTES, first);
    if (first.get(0) != '{') {
      throw InvalidTensorFileException.of(
          "first byte of the header", "0x%02x".formatted(first.get(0)), "'{' (0x7b)");
    }
  }

  private static void requireSeamless(List<TensorEntry> entries, long valueBytes) {
    long reached = 0;
    for (TensorEntry entry : entries) {
      if (entry.begin() != reached) {
        throw InvalidTensorFileException.of(
            "begin of " + InvalidTensorFileException.printable(entry.name()),
            entry.begin(),
            reached + ", without overlap or hole");
      }
      reached = entry.end();
    }
    if (reached != valueBytes) {
      throw InvalidTensorFileException.of(
          "end of the last tensor", reached, valueBytes + ", the end of the file");
    }
  }
}
