package dev.mycelium.agent.learning.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * An array of unsigned bytes as an idx file (LeCun's format of MNIST): a big-endian magic number
 * 0x0000_08dd with dd dimensions, the size of each as a big-endian int, then the bytes in row-major
 * order. Files whose name ends in {@code .gz} are unpacked while reading.
 *
 * @param shape sizes, outermost first
 */
record IdxFile(int[] shape, byte[] values) {
  private static final int UNSIGNED_BYTES = 0x0800;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int BUFFER = 1 << 16;

  /**
   * Reads a file of exactly this many dimensions. Header and length are checked before the array is
   * allocated; for packed files that takes a first pass, because their length can be forged.
   *
   * @param room for the array, which is taken from it
   */
  static IdxFile read(Path file, int dimensions, MemoryMeter room) {
    try {
      int[] shape = new int[dimensions];
      int length = length(file, shape);
      requireLength(file, 4L + 4L * dimensions, length);
      if (!room.hasRoomFor(length)) {
        throw UnreadableDatasetException.of(
            file, "bytes", length, MemoryBudget.atMost(room.left()));
      }
      room.take(length);
      byte[] values = new byte[length];
      try (InputStream in = open(file)) {
        in.skipNBytes(4L + 4L * dimensions);
        if (in.readNBytes(values, 0, length) < length) {
          throw UnreadableDatasetException.of(file, "length", "changed while reading", "stable");
        }
      }
      return new IdxFile(shape, values);
    } catch (EOFException e) {
      throw UnreadableDatasetException.of(
          file, "length", "ends too early", "a whole idx file of " + dimensions + " dimensions");
    } catch (IOException e) {
      throw UnreadableDatasetException.of(file, e);
    }
  }

  void write(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length);
    header.putInt(UNSIGNED_BYTES | shape.length);
    for (int size : shape) {
      header.putInt(size);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header.array());
      out.write(values);
    }
  }

  /** Fills in the shape and returns the number of bytes that it announces. */
  private static int length(Path file, int[] shape) throws IOException {
    try (DataInputStream in = new DataInputStream(open(file))) {
      int magic = in.readInt();
      int expected = UNSIGNED_BYTES | shape.length;
      if (magic != expected) {
        throw UnreadableDatasetException.of(
            file, "magic", magic, expected + ": unsigned bytes in " + shape.length + " dimensions");
      }
      long product = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = in.readInt();
        if (shape[i] < 1) {
          throw UnreadableDatasetException.of(file, "size of dimension " + i, shape[i], "> 0");
        }
        product *= shape[i];
        if (product > LARGEST_ARRAY) {
          throw UnreadableDatasetException.of(
              file, "bytes announced", "at least " + product, "at most " + LARGEST_ARRAY);
        }
      }
      return (int) product;
    }
  }

  private static void requireLength(Path file, long header, long expected) throws IOException {
    long length = isPacked(file) ? unpackedLength(file, header + expected) : Files.size(file);
    if (length != header + expected) {
      throw UnreadableDatasetException.of(
          file,
          "bytes",
          length > header + expected && isPacked(file) ? "more than announced" : length,
          (header + expected) + " as its header announces");
    }
  }

  /** Counts at most one byte more than {@code enough}. */
  private static long unpackedLength(Path file, long enough) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long length = 0;
    try (InputStream in = open(file)) {
      int read = in.read(buffer);
      while (read >= 0 && length <= enough) {
        length += read;
        read = in.read(buffer);
      }
    }
    return length;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    if (!isPacked(file)) {
      return new BufferedInputStream(raw, BUFFER);
    }
    try {
      return new GZIPInputStream(raw, BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static boolean isPacked(Path file) {
    return file.toString().endsWith(".gz");
  }
}
