package dev.mycelium.agent.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities between the rules, and what all of them keep. */
class ServerRulesTest {
  private static final TensorLayout SCALAR = TensorLayout.of(TensorSpec.of("x"));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void fedAvgMWithoutMomentumIsFedAvg(long seed) {
    Aggregator rule = ServerRules.of(new StrategySpec.FedAvgM(1.0, 0.0));

    assertIsFedAvg(rule, seed, 1);
  }

  /** The step of FedAvg times rate / tau. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void fedAdamWithoutMemoryAndWithLargeTauIsScaledFedAvg(long seed) {
    double tau = 1e6;
    Aggregator rule = ServerRules.of(new StrategySpec.FedAdam(0.25 * tau, 0.0, 0.0, tau));

    assertIsFedAvg(rule, seed, 0.25);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void fedNovaWithEqualStepsIsFedAvg(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    for (double momentum : new double[] {0, 0.9}) {
      Aggregator rule = ServerRules.of(new StrategySpec.FedNova(momentum));
      Payload head = ServerRules.aHead(rule, random);
      List<Contribution> equal = withSteps(ServerRules.updates(rule, 5, random), 17);

      assertClose(ServerRules.next(rule, head, equal), fedAvg(head, equal), 1);
    }
  }

  @Test
  void fedNovaTakesEachMembersMeanStepAsManyTimesAsAllTookOnAverage() {
    Aggregator rule = ServerRules.of(new StrategySpec.FedNova(0.0));
    Contribution quick = new Contribution(new NodeId("a"), scalar(10), 100, 20);
    Contribution slow = new Contribution(new NodeId("b"), scalar(-1), 300, 4);

    Payload next = ServerRules.next(rule, scalar(0), List.of(quick, slow));

    double effective = 0.25 * 20 + 0.75 * 4;
    assertThat(next).isEqualTo(scalar((float) (effective * (0.25 * 10 / 20 - 0.75 * 1 / 4))));
  }

  @Test
  void scaffoldMovesTheGroupsVariateByTheShareThatAnswered() {
    Aggregator rule = ServerRules.of(new StrategySpec.Scaffold(0.5));
    Payload head = controlled(1, 8);
    Cohort cohort =
        new Cohort(
            List.of(
                new Contribution(new NodeId("a"), controlled(2, 4), 1, 1),
                new Contribution(new NodeId("b"), controlled(4, 12), 99, 1)),
            8);

    Aggregation next = rule.aggregate(head, cohort);

    assertThat(next)
        .isEqualTo(new Aggregation.Aggregated(controlled(1 + 0.5f * 3, 8 + 2f / 8 * 8), 100, 2));
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.agent.aggregation.ServerRules#all")
  void givesTheSameBytesForAnyOrderOfArrival(Aggregator rule) {
    for (long seed = 1; seed <= 3; seed++) {
      RandomGenerator random = SomeTensors.seeded(seed);
      Payload head = ServerRules.aHead(rule, random);
      List<Contribution> updates = ServerRules.updates(rule, 7, random);
      List<Contribution> shuffled = new ArrayList<>(updates);
      Collections.reverse(shuffled);
      Collections.rotate(shuffled, random.nextInt(7));

      assertThat(ServerRules.next(rule, head, shuffled))
          .as("seed %d", seed)
          .isEqualTo(ServerRules.next(rule, head, updates));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.agent.aggregation.ServerRules#all")
  void makesAHeadLikeTheOneItWasGiven(Aggregator rule) {
    RandomGenerator random = SomeTensors.seeded(1);
    Payload begun = Payload.copyOf(rule.begin(SomeTensors.aTensors(ServerRules.LAYOUT, 1, random)));

    Payload next = ServerRules.next(rule, begun, ServerRules.updates(rule, 3, random));

    assertThat(begun.layout()).isEqualTo(rule.headLayout(ServerRules.LAYOUT));
    assertThat(next.layout()).isEqualTo(begun.layout());
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.agent.aggregation.ServerRules#all")
  void needsAtLeastOneMember(Aggregator rule) {
    assertThat(rule.admits(new CohortSize(1))).isEqualTo(new Admission.Admitted());
    assertThat(rule.admits(new CohortSize(0)))
        .isEqualTo(new Admission.Refused("members: 0 (expected: >= 1)"));
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.agent.aggregation.ServerRules#all")
  void refusesAnUpdateOfAnotherLayout(Aggregator rule) {
    Payload head = ServerRules.aHead(rule, SomeTensors.seeded(1));
    Contribution other = new Contribution(new NodeId("stranger"), scalar(1), 1, 1);

    assertThatThrownBy(() -> rule.aggregate(head, Cohort.of(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layout of stranger");
  }

  @Test
  void refusesStateThatLeavesTheFiniteNumbers() {
    Aggregator rule = ServerRules.of(new StrategySpec.FedAdam(0.1, 0.9, 0.5, 1e-3));
    Payload head = Payload.copyOf(rule.begin(Tensors.zeros(SCALAR)));

    Aggregation overflow =
        rule.aggregate(head, Cohort.of(new Contribution(new NodeId("a"), scalar(1e25f), 1)));

    assertThat(overflow).isEqualTo(new Aggregation.NonFinite("second_moment/x"));
  }

  private static void assertIsFedAvg(Aggregator rule, long seed, double scale) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = Payload.copyOf(rule.begin(SomeTensors.aTensors(ServerRules.LAYOUT, 1, random)));
    List<Contribution> updates = ServerRules.updates(rule, 5, random);

    assertClose(ServerRules.next(rule, head, updates), fedAvg(head, updates), scale);
  }

  /** As FedAvg from the same model, its step times {@code scale}, to 1e-6. */
  private static void assertClose(Payload actual, Payload[] fedAvg, double scale) {
    float[] head = values(fedAvg[0]);
    float[] next = values(fedAvg[1]);
    float[] values = values(actual);
    for (int i = 0; i < values.length; i++) {
      double expected = head[i] + scale * ((double) next[i] - head[i]);
      double precision = 1e-6 * Math.max(0.01, Math.abs(expected));
      assertThat((double) values[i]).as("number %d", i).isCloseTo(expected, within(precision));
    }
  }

  /** The model before and after. */
  private static Payload[] fedAvg(Payload head, List<Contribution> updates) {
    Payload model = Payload.ofModel(head.model());
    return new Payload[] {model, ServerRules.next(new FedAvg(), model, updates)};
  }

  private static float[] values(Payload payload) {
    float[] values = new float[payload.model().elements()];
    payload.model().read(0, values, values.length);
    return values;
  }

  private static List<Contribution> withSteps(List<Contribution> updates, long steps) {
    return updates.stream()
        .map(each -> new Contribution(each.node(), each.delta(), each.examples(), steps))
        .toList();
  }

  private static Payload scalar(float value) {
    return Payload.ofModel(Tensors.of(SCALAR, value));
  }

  private static Payload controlled(float model, float control) {
    return new Payload(
        Map.of("model", Tensors.of(SCALAR, model), "control", Tensors.of(SCALAR, control)));
  }
}
