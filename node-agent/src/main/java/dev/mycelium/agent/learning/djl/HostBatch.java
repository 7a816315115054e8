package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.mycelium.agent.learning.ExampleOrder;
import dev.mycelium.agent.learning.LabelMap;
import dev.mycelium.agent.learning.data.Examples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * Memory for one batch of examples, filled again and again. On the CPU the arrays made of it share
 * its memory: close them before the next {@link #fill}.
 *
 * <p>It begins at a multiple of 64 bytes, so that vectorised sums take the same order, and give the
 * same bits, in every process.
 */
final class HostBatch {
  private static final int ALIGNMENT = 64;

  private final LabelMap labelMap;
  private final float[] example;
  private final ByteBuffer inputBytes;
  private final ByteBuffer labelBytes;
  private final FloatBuffer inputs;
  private final LongBuffer labels;
  private final int capacity;
  private int size;

  HostBatch(LabelMap labelMap, int inputs, int capacity) {
    this.labelMap = labelMap;
    this.capacity = capacity;
    this.example = new float[inputs];
    this.inputBytes =
        aligned(Math.multiplyExact(Math.multiplyExact(capacity, inputs), Float.BYTES));
    this.labelBytes = aligned(Math.multiplyExact(capacity, Long.BYTES));
    this.inputs = inputBytes.asFloatBuffer();
    this.labels = labelBytes.asLongBuffer();
  }

  private static ByteBuffer aligned(int bytes) {
    ByteBuffer memory = ByteBuffer.allocateDirect(Math.addExact(bytes, ALIGNMENT));
    int start = ALIGNMENT - memory.alignmentOffset(0, ALIGNMENT);
    return memory.slice(start, bytes).order(ByteOrder.nativeOrder());
  }

  /** Takes {@code count} examples by {@code order} from position {@code from} on. */
  void fill(Examples examples, ExampleOrder order, int from, int count) {
    for (int i = 0; i < count; i++) {
      int index = order.at(from + i);
      examples.copyInputs(index, example, 0);
      inputs.put(i * example.length, example);
      labels.put(i, labelMap.groupIndex(examples.label(index)));
    }
    size = count;
  }

  int capacity() {
    return capacity;
  }

  int size() {
    return size;
  }

  int label(int row) {
    return (int) labels.get(row);
  }

  /** Inputs [size, inputs], float32. */
  NDArray inputs(NDManager step) {
    ByteBuffer filled = inputBytes.slice(0, size * example.length * Float.BYTES);
    return step.create(filled, new Shape(size, example.length), DataType.FLOAT32);
  }

  /** Indices of the right classes [size, 1], int64. */
  NDArray labels(NDManager step) {
    ByteBuffer filled = labelBytes.slice(0, size * Long.BYTES);
    return step.create(filled, new Shape(size, 1), DataType.INT64);
  }
}
