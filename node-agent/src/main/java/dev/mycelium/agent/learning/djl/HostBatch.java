package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.mycelium.agent.learning.ExampleOrder;
import dev.mycelium.agent.learning.Targets;
import dev.mycelium.agent.learning.data.Examples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Memory for one batch of examples, filled again and again. On the CPU the arrays made of it share
 * its memory: close them before the next {@link #fill}.
 *
 * <p>It begins at a multiple of 64 bytes, so that vectorised sums take the same order, and give the
 * same bits, in every process.
 */
final class HostBatch {
  private static final int ALIGNMENT = 64;

  private final Targets targets;
  private final float[] example;
  private final ByteBuffer inputBytes;
  private final ByteBuffer answerBytes;
  private final FloatBuffer inputs;
  private final FloatBuffer answers;
  private final int capacity;
  private int size;

  HostBatch(Targets targets, int inputs, int capacity) {
    this.targets = targets;
    this.capacity = capacity;
    this.example = new float[inputs];
    this.inputBytes =
        aligned(Math.multiplyExact(Math.multiplyExact(capacity, inputs), Float.BYTES));
    this.answerBytes = aligned(Math.multiplyExact(capacity, Float.BYTES));
    this.inputs = inputBytes.asFloatBuffer();
    this.answers = answerBytes.asFloatBuffer();
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
      answers.put(i, targets.of(examples, index));
    }
    size = count;
  }

  int capacity() {
    return capacity;
  }

  int size() {
    return size;
  }

  float target(int row) {
    return answers.get(row);
  }

  /** Inputs [size, inputs], float32. */
  NDArray inputs(NDManager step) {
    ByteBuffer filled = inputBytes.slice(0, size * example.length * Float.BYTES);
    return step.create(filled, new Shape(size, example.length), DataType.FLOAT32);
  }

  /** What the outputs should be [size, 1], float32: indices of classes, or numbers. */
  NDArray targets(NDManager step) {
    ByteBuffer filled = answerBytes.slice(0, size * Float.BYTES);
    return step.create(filled, new Shape(size, 1), DataType.FLOAT32);
  }
}
