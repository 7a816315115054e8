package dev.mycelium.agent.simulation.world;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.CancelledException;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.Offer;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import java.time.Duration;
import java.util.function.Supplier;

/** A learner whose training takes virtual time, during which it may be told to stop. */
record SlowLearner(Learner learner, Life life, Supplier<Duration> takes) implements Learner {

  @Override
  public Offer offer() {
    return learner.offer();
  }

  @Override
  public Payload initial(long seed) {
    return learner.initial(seed);
  }

  @Override
  public LocalUpdate learn(Assignment work, Cancellation stop) {
    life.spend(takes.get());
    if (stop.isRequested()) {
      throw new CancelledException("training, told to stop");
    }
    return learner.learn(work, stop);
  }

  @Override
  public Evaluation evaluate(Payload head, Split split) {
    return learner.evaluate(head, split);
  }

  @Override
  public void close() {
    learner.close();
  }
}
