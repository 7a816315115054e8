package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.Payload;

/** A learner that is another one, but for what it says otherwise; closes it. */
public interface LearnerAround extends Learner {

  Learner learner();

  @Override
  default Offer offer() {
    return learner().offer();
  }

  @Override
  default Payload initial(long seed) {
    return learner().initial(seed);
  }

  @Override
  default LocalUpdate learn(Assignment work, Cancellation stop) {
    return learner().learn(work, stop);
  }

  @Override
  default Evaluation evaluate(Payload head, Split split) {
    return learner().evaluate(head, split);
  }

  @Override
  default void close() {
    learner().close();
  }
}
