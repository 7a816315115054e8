package dev.mycelium.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttackTest {
  private static final TrainingSpec PLAN = new TrainingSpec(new OptimizerSpec.Sgd(0.5, 0), 1, 1, 7);
  private static final LocalExamples EXAMPLES =
      new LocalExamples(
          new ArrayExamples(1, new float[][] {{1}, {2}}, new int[] {0, 1}),
          new ArrayExamples(1, new float[][] {{1}}, new int[] {0}),
          List.of("no", "yes"));

  @ParameterizedTest
  @EnumSource(
      value = Attack.class,
      names = {"SIGN_FLIP", "GAUSSIAN"})
  void changesTheUpdatesOfExactlySoManyOfARound(Attack attack) {
    Tensors honest = update(Attack.NONE, 0, new ArrayList<>());

    for (int participant = 0; participant < 10; participant++) {
      Tensors sent = update(attack, participant, new ArrayList<>());
      assertThat(sent.equals(honest)).as("participant %d", participant).isEqualTo(participant >= 2);
    }
  }

  @Test
  void flipsTheSignAndMakesTheUpdateFourTimesAsLong() {
    Tensors honest = update(Attack.NONE, 0, new ArrayList<>());

    Tensors sent = update(Attack.SIGN_FLIP, 0, new ArrayList<>());

    assertThat(honest.values().get(0)).isNotZero();
    assertThat(sent.values().get(0)).isEqualTo(-4 * honest.values().get(0));
    assertThat(sent.values().get(1)).isEqualTo(-4 * honest.values().get(1));
  }

  @Test
  void misleadsByTheLabelsInReverse() {
    List<List<String>> labels = new ArrayList<>();

    var unused = update(Attack.LABEL_FLIP, 0, labels);

    assertThat(labels).containsExactly(List.of("no", "yes"), List.of("yes", "no"));
  }

  private static Tensors update(Attack attack, int participant, List<List<String>> labels) {
    Function<LocalExamples, Learner> learners =
        examples -> {
          labels.add(examples.labels());
          return new QuadraticLearner(2, 3, -1);
        };
    try (Learner client = attack.client(EXAMPLES, learners, 2)) {
      Assignment work = new Assignment(client.initial(1), PLAN, 1, participant);
      return client.learn(work, Cancellation.never()).delta().model();
    }
  }
}
