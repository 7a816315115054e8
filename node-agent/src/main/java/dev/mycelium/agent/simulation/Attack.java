package dev.mycelium.agent.simulation;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerAround;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What dishonest clients make of their updates, for experiments. Whoever is among the first so many
 * that a round asks attacks in it, so that in each round exactly so many do.
 */
public enum Attack {
  /** Everybody is honest. */
  NONE {
    @Override
    void on(float[] update, Assignment work) {}
  },

  /** The update, negated and four times as long. */
  SIGN_FLIP {
    @Override
    void on(float[] update, Assignment work) {
      for (int i = 0; i < update.length; i++) {
        update[i] *= -4;
      }
    }
  },

  /** Numbers from N(0, 1) added to the update. */
  GAUSSIAN {
    @Override
    void on(float[] update, Assignment work) {
      SplittableRandom chance = new SplittableRandom(work.chance(0));
      for (int i = 0; i < update.length; i++) {
        update[i] += (float) chance.nextGaussian();
      }
    }
  },

  /** Trained with the labels in the reverse order: of digits, y becomes 9 - y. */
  LABEL_FLIP {
    @Override
    void on(float[] update, Assignment work) {}

    @Override
    LocalExamples examples(LocalExamples honest) {
      List<String> reversed = new ArrayList<>(honest.labels());
      Collections.reverse(reversed);
      return new LocalExamples(honest.train(), honest.holdout(), reversed);
    }
  };

  abstract void on(float[] update, Assignment work);

  /** What an attacker trains on. */
  LocalExamples examples(LocalExamples honest) {
    return honest;
  }

  /**
   * A client that attacks in the rounds in which it is among the first {@code attackers}.
   *
   * @param learners opens a learner on examples
   */
  Learner client(LocalExamples examples, Function<LocalExamples, Learner> learners, int attackers) {
    Learner honest = learners.apply(examples);
    return this == NONE
        ? honest
        : new Client(this, honest, learners.apply(examples(examples)), attackers);
  }

  private record Client(Attack attack, Learner learner, Learner attacking, int attackers)
      implements LearnerAround {

    @Override
    public LocalUpdate learn(Assignment work, Cancellation stop) {
      return work.participant() < attackers ? dishonest(work, stop) : learner.learn(work, stop);
    }

    private LocalUpdate dishonest(Assignment work, Cancellation stop) {
      LocalUpdate update = attacking.learn(work, stop);
      Tensors delta = update.delta().model();
      float[] values = new float[delta.elements()];
      delta.values().get(values);
      attack.on(values, work);
      return new LocalUpdate(
          Payload.ofModel(Tensors.adopt(delta.layout(), values)),
          update.examples(),
          update.trainLoss(),
          update.steps());
    }

    @Override
    public void close() {
      learner.close();
      attacking.close();
    }
  }
}
