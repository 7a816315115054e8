package dev.mycelium.agent.tensor.file;

import static java.util.Objects.checkFromIndexSize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One tensor of an open {@link TensorFile}, whose values are read block by block. Safe to share
 * between threads.
 */
public final class StoredTensor implements TensorReader {
  /** Each thread that reads has one buffer of this size outside the heap. */
  static final int BLOCK_BYTES = 64 * 1024;

  private static final ThreadLocal<ByteBuffer> BLOCK =
      ThreadLocal.withInitial(
          () -> ByteBuffer.allocateDirect(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN));

  private final ByteSource file;
  private final DeclaredTensor declared;
  private final long position;

  StoredTensor(ByteSource file, DeclaredTensor declared, long position) {
    this.file = file;
    this.declared = declared;
    this.position = position;
  }

  public DeclaredTensor declared() {
    return declared;
  }

  /**
   * Copies {@code count} numbers from position {@code from} into {@code target}, from its start.
   *
   * @throws IllegalStateException if the type is no {@link FloatType}
   */
  public void read(int from, float[] target, int count) throws IOException {
    read(from, target, 0, count);
  }

  @Override
  public void read(int from, float[] target, int at, int count) throws IOException {
    if (!(declared.dtype() instanceof FloatType type)) {
      throw new IllegalStateException(wrongType("F32, F16 or BF16"));
    }
    walk(from, count, (block, done, next) -> type.decode(block, target, at + done, next));
  }

  /**
   * Copies {@code count} whole numbers from position {@code from} into {@code target}, from its
   * start.
   *
   * @throws IllegalStateException if the type is no {@link IntegerType}
   */
  public void read(int from, long[] target, int count) throws IOException {
    if (!(declared.dtype() instanceof IntegerType type)) {
      throw new IllegalStateException(wrongType("an integer type"));
    }
    walk(from, count, (block, done, next) -> type.decode(block, target, done, next));
  }

  private String wrongType(String expected) {
    return "dtype of %s: %s (expected: %s)"
        .formatted(declared.name(), declared.dtype().name(), expected);
  }

  private void walk(int from, int count, Decoding decoding) throws IOException {
    checkFromIndexSize(from, count, declared.spec().elements());
    int width = declared.dtype().bytes();
    ByteBuffer block = BLOCK.get();
    int done = 0;
    while (done < count) {
      int next = Math.min(count - done, BLOCK_BYTES / width);
      file.read(position + ((long) from + done) * width, block.clear().limit(next * width));
      decoding.decode(block.flip(), done, next);
      done += next;
    }
  }

  private interface Decoding {
    void decode(ByteBuffer block, int done, int next);
  }
}
