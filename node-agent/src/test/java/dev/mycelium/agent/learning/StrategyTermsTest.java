package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.aggregation.Aggregation;
import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.aggregation.Scaffold;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FedProx and SCAFFOLD where the optimum and every step are known in closed form. */
class StrategyTermsTest {
  private static final StrategySpec SCAFFOLD = new StrategySpec.Scaffold(1.0);
  private static final int MEMBERS = 7;

  /** w - (c + mu w0) / (1 + mu) shrinks by 1 - rate (1 + mu) in each step. */
  @Test
  void fedProxStopsBetweenTheHeadAndTheMembersOptimum() {
    QuadraticLearner learner = new QuadraticLearner(200, 8, -4);
    Payload head = learner.initial(3);
    float[] begun = values(head.model());

    LocalUpdate update = learn(learner, head, new StrategySpec.FedProx(3), null);

    float[] delta = values(update.delta().model());
    assertThat(begun[0] + delta[0]).isCloseTo((8 + 3 * begun[0]) / 4, within(1e-5f));
    assertThat(begun[1] + delta[1]).isCloseTo((-4 + 3 * begun[1]) / 4, within(1e-5f));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void keepsTheGroupsVariateAtTheMeanOfAllMembersVariates(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<QuadraticLearner> members = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      members.add(
          new QuadraticLearner(
              1 + random.nextInt(20), 10 * random.nextFloat(), 10 * random.nextFloat()));
    }
    Payload[] memories = new Payload[MEMBERS];
    Aggregator rule = new Scaffold(new StrategySpec.Scaffold(0.8));
    Payload head = Payload.copyOf(rule.begin(members.get(0).initial(seed).model()));
    for (int round = 0; round < 12; round++) {
      List<Contribution> answers = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        if (random.nextInt(3) == 0 || i == round % MEMBERS) {
          LocalUpdate update = learn(members.get(i), head, SCAFFOLD, memories[i]);
          memories[i] = update.memory();
          answers.add(
              new Contribution(
                  new NodeId("n" + i), update.delta(), update.examples(), update.steps()));
        }
      }
      Aggregation next = rule.aggregate(head, new Cohort(answers, MEMBERS));
      head = ((Aggregation.Aggregated) next).head();

      assertThat(values(head.section("control")))
          .as("seed %d, round %d", seed, round)
          .containsExactly(mean(memories), within(1e-5f));
    }
    assertThat(values(head.section("control"))[0]).isNotEqualTo(0);
  }

  /** With one client c = c_i, so that nothing is corrected. */
  @Test
  void scaffoldWithOneClientIsGradientDescent() {
    QuadraticLearner learner = new QuadraticLearner(3, 8, -4);
    Aggregator rule = new Scaffold(new StrategySpec.Scaffold(1.0));
    Payload head = Payload.copyOf(rule.begin(learner.initial(3).model()));
    Payload plain = learner.initial(3);
    Payload memory = null;
    for (int round = 0; round < 6; round++) {
      LocalUpdate update = learn(learner, head, SCAFFOLD, memory);
      memory = update.memory();
      Contribution only = new Contribution(new NodeId("n"), update.delta(), 3, update.steps());
      head = ((Aggregation.Aggregated) rule.aggregate(head, Cohort.of(only))).head();
      plain =
          Payload.ofModel(
              plain
                  .model()
                  .plus(learn(learner, plain, new StrategySpec.FedAvg(), null).delta().model()));

      assertThat(values(head.model())).containsExactly(values(plain.model()), within(1e-5f));
    }
  }

  @Test
  void weighsStepsWithMomentumAsTheirSum() {
    for (double rho : new double[] {0, 0.5, 0.9}) {
      double sum = 0;
      for (int steps = 1; steps <= 30; steps++) {
        sum += (1 - Math.pow(rho, steps)) / (1 - rho);
        assertThat(OptimizerSpec.Sgd.weightOf(steps, rho)).isCloseTo(sum, within(1e-9 * sum));
      }
    }
    assertThat(OptimizerSpec.Sgd.weightOf(1_000_003, 0)).isEqualTo(1_000_003);
  }

  @Test
  void keepsTheSameNumberThatItTellsTheGroup() {
    QuadraticLearner learner = new QuadraticLearner(5, 8, -4);
    Payload head =
        Payload.copyOf(
            new Scaffold(new StrategySpec.Scaffold(1.0)).begin(learner.initial(1).model()));

    LocalUpdate first = learn(learner, head, SCAFFOLD, null);
    LocalUpdate second = learn(learner, head, SCAFFOLD, first.memory());

    assertThat(first.memory()).isEqualTo(new Payload(Map.of("control", control(first))));
    assertThat(second.memory())
        .isEqualTo(new Payload(Map.of("control", control(first).plus(control(second)))));
  }

  private static Tensors control(LocalUpdate update) {
    return update.delta().section("control");
  }

  private static LocalUpdate learn(
      QuadraticLearner learner, Payload head, StrategySpec strategy, @Nullable Payload memory) {
    TrainingSpec plan = new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 1, 1, 7);
    return learner.learn(new Assignment(head, plan, strategy, 1, 0, memory), Cancellation.never());
  }

  private static float[] mean(Payload... memories) {
    float[] mean = new float[2];
    for (Payload memory : memories) {
      if (memory != null) {
        float[] own = values(memory.section("control"));
        mean[0] += own[0] / MEMBERS;
        mean[1] += own[1] / MEMBERS;
      }
    }
    return mean;
  }

  private static float[] values(Tensors tensors) {
    float[] values = new float[tensors.elements()];
    tensors.read(0, values, values.length);
    return values;
  }
}
