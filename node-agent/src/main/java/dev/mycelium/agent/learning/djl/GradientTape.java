package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * What the thread computes between {@link #start} and {@link #close}, recorded for {@link
 * #backward}. Each thread has its own: learners of one process train side by side.
 *
 * <p>DJL's own {@code GradientCollector} is not used: it allows one in a process, and a second one
 * throws and leaves its thread in gradient mode. The engine beneath keeps the mode by thread, and
 * runs a backward pass on the thread that asks for it.
 *
 * <p>While it records no operation may take a Java number ({@code mul(2)}, {@code div}, {@code
 * pow}): DJL keeps such an operand in a buffer that a garbage collection can free before the
 * backward pass reads it.
 */
final class GradientTape implements AutoCloseable {

  private GradientTape() {}

  static GradientTape start() {
    JniUtils.setGradMode(true);
    return new GradientTape();
  }

  /** Adds the gradient of the scalar {@code loss} to that of each parameter. */
  void backward(NDArray loss) {
    try (NDArray one = loss.getManager().ones(loss.getShape())) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }

  /** Nothing is recorded on this thread from now on; before its first tape a thread records. */
  @Override
  public void close() {
    JniUtils.setGradMode(false);
  }
}
