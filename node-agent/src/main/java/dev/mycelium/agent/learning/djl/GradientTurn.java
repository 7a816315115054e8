package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn to compute gradients: what is computed on the thread between taking and closing it is
 * recorded for {@link #backward}.
 *
 * <p>DJL allows one gradient collector in a process; a second one throws and leaves its thread in
 * gradient mode. The turn is fair, so that learners in one process alternate step by step.
 *
 * <p>Inside a turn no operation may take a Java number ({@code mul(2)}, {@code div}, {@code pow}):
 * DJL keeps such an operand in a buffer that a garbage collection can free before the backward pass
 * reads it.
 */
final class GradientTurn implements AutoCloseable {
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private final GradientCollector collector;

  private GradientTurn(GradientCollector collector) {
    this.collector = collector;
  }

  /** Waits until no other learner of this process holds the turn. */
  static GradientTurn take(TrainingDevice device) {
    TURN.lock();
    try {
      return new GradientTurn(device.newGradientCollector());
    } catch (RuntimeException | Error e) {
      TURN.unlock();
      throw e;
    }
  }

  /** Adds the gradient of the scalar {@code loss} to that of each parameter. */
  void backward(NDArray loss) {
    collector.backward(loss);
  }

  @Override
  public void close() {
    try {
      collector.close();
    } finally {
      TURN.unlock();
    }
  }
}
