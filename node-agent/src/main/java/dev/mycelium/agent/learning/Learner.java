package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.Payload;

/**
 * Trains and evaluates one model on the data of this node. Not thread-safe: one call at a time.
 * Whoever opens it closes it.
 */
public interface Learner extends AutoCloseable {

  Offer offer();

  /** The parameters from which a group begins, the same on every machine for a seed. */
  Payload initial(long seed);

  /**
   * Trains from the head. The same assignment gives the same bits for a thread count.
   *
   * @throws CancelledException if {@code stop} was requested before the end
   * @throws DivergedException if the loss or a parameter stopped being finite
   */
  LocalUpdate learn(Assignment work, Cancellation stop);

  /**
   * Scores the head on one of the node's splits; the same head gives the same score.
   *
   * @throws DivergedException if the head's outputs are not finite
   * @throws IllegalArgumentException if the split has no examples
   */
  Evaluation evaluate(Payload head, Split split);

  @Override
  void close();
}
