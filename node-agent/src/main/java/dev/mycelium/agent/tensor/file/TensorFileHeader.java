package dev.mycelium.agent.tensor.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
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

  static TensorFileHeader read(SeekableByteChannel file) throws IOException {
    long size = file.size();
    long textBytes = textBytes(file, size);
    long valuesAt = LENGTH_BYTES + textBytes;
    HeaderText text = HeaderText.parse(new BoundedInput(file, textBytes));
    List<TensorEntry> entries =
        text.entries().stream()
            .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparing(TensorEntry::end))
            .toList();
    requireSeamless(entries, size - valuesAt);
    return new TensorFileHeader(entries, text.metadata(), valuesAt);
  }

  private static long textBytes(SeekableByteChannel file, long size) throws IOException {
    if (size < LENGTH_BYTES) {
      throw InvalidTensorFileException.of(
          "file", size + " bytes", "at least " + LENGTH_BYTES + " bytes");
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.position(0);
    readFully(file, length);
    long bytes = length.flip().getLong();
    long most = Math.min(LONGEST_TEXT, size - LENGTH_BYTES);
    if (bytes < 2 || bytes > most) {
      throw InvalidTensorFileException.of(
          "header length", Long.toUnsignedString(bytes), "2 to " + most);
    }
    return bytes;
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

  static void readFully(SeekableByteChannel file, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (file.read(target) < 0) {
        throw new EOFException(target.remaining() + " bytes missing (file cut while it was read)");
      }
    }
  }
}
