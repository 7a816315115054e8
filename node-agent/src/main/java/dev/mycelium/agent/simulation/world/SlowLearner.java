package dev.mycelium.agent.simulation.world;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.CancelledException;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerAround;
import dev.mycelium.agent.learning.LocalUpdate;
import java.time.Duration;
import java.util.function.Supplier;

/** A learner whose training takes virtual time, during which it may be told to stop. */
record SlowLearner(Learner learner, Life life, Supplier<Duration> takes) implements LearnerAround {

  @Override
  public LocalUpdate learn(Assignment work, Cancellation stop) {
    life.spend(takes.get());
    if (stop.isRequested()) {
      throw new CancelledException("training, told to stop");
    }
    return learner.learn(work, stop);
  }
}
