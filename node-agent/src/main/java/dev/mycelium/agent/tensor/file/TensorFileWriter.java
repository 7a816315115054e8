package dev.mycelium.agent.tensor.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Writes a safetensors file value by value, from its first byte to its last, so that it never lies
 * in memory as a whole and can be hashed on its way. Values follow in the order in which their
 * tensors were declared, in blocks of any size, which may go over the end of a tensor. The bytes
 * are the canonical ones that {@link PayloadFile} describes: metadata first and sorted, no space
 * but what pads the header to a multiple of 8 bytes. Not safe to share between threads.
 */
public final class TensorFileWriter {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final OutputStream out;
  private final List<DeclaredTensor> tensors;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private int current;
  private int written;

  private TensorFileWriter(OutputStream out, List<DeclaredTensor> tensors) {
    this.out = out;
    this.tensors = List.copyOf(tensors);
  }

  /**
   * Writes the header; never closes {@code out}.
   *
   * @param tensors the format lets names stand once
   * @throws InvalidTensorFileException if a name could not be read back
   */
  public static TensorFileWriter begin(
      OutputStream out, List<DeclaredTensor> tensors, Map<String, String> metadata)
      throws IOException {
    out.write(CanonicalHeader.bytes(tensors, metadata));
    return new TensorFileWriter(out, tensors);
  }

  /**
   * Writes the first {@code count} of {@code values}, each rounded to its tensor's type.
   *
   * @throws IllegalArgumentException if a finite number would become an infinity
   * @throws IllegalStateException if the next tensor is of integers, or all values are written
   */
  public void write(float[] values, int count) throws IOException {
    for (int done = 0; done < count; ) {
      DeclaredTensor tensor = next(FloatType.class);
      FloatType type = (FloatType) tensor.dtype();
      int many = room(tensor, count - done);
      for (int i = done; i < done + many; i++) {
        if (type.overflows(values[i])) {
          throw wrongValue(tensor, values[i], "a number that rounds to a finite one");
        }
      }
      type.encode(values, done, many, block.clear());
      flush(tensor, many);
      done += many;
    }
  }

  /**
   * Writes the first {@code count} of {@code values}.
   *
   * @throws IllegalArgumentException if a number is not one of its tensor's type
   * @throws IllegalStateException if the next tensor is of floats, or all values are written
   */
  public void write(long[] values, int count) throws IOException {
    for (int done = 0; done < count; ) {
      DeclaredTensor tensor = next(IntegerType.class);
      IntegerType type = (IntegerType) tensor.dtype();
      int many = room(tensor, count - done);
      for (int i = done; i < done + many; i++) {
        if (!type.holds(values[i])) {
          throw wrongValue(tensor, values[i], "a number of its type");
        }
      }
      type.encode(values, done, many, block.clear());
      flush(tensor, many);
      done += many;
    }
  }

  /**
   * Says that the file is whole.
   *
   * @throws IllegalStateException if values are missing
   */
  public void finish() {
    skipFull();
    if (current < tensors.size()) {
      throw new IllegalStateException(
          "values of %s: %d (expected: %d)"
              .formatted(
                  tensors.get(current).name(), written, tensors.get(current).spec().elements()));
    }
  }

  private DeclaredTensor next(Class<? extends Dtype> kind) {
    skipFull();
    if (current == tensors.size()) {
      throw new IllegalStateException("values: more (expected: no more than were declared)");
    }
    DeclaredTensor tensor = tensors.get(current);
    if (!kind.isInstance(tensor.dtype())) {
      throw new IllegalStateException(
          "dtype of %s: %s (expected: %s)"
              .formatted(tensor.name(), tensor.dtype().name(), kind.getSimpleName()));
    }
    return tensor;
  }

  private void skipFull() {
    while (current < tensors.size() && written == tensors.get(current).spec().elements()) {
      current++;
      written = 0;
    }
  }

  private int room(DeclaredTensor tensor, int wanted) {
    int left = tensor.spec().elements() - written;
    return Math.min(Math.min(wanted, left), BLOCK_BYTES / tensor.dtype().bytes());
  }

  private void flush(DeclaredTensor tensor, int many) throws IOException {
    out.write(block.array(), 0, many * tensor.dtype().bytes());
    written += many;
  }

  private static IllegalArgumentException wrongValue(
      DeclaredTensor tensor, Object value, String expected) {
    return new IllegalArgumentException(
        "value of %s in %s: %s (expected: %s)"
            .formatted(tensor.name(), tensor.dtype().name(), value, expected));
  }
}
