package dev.mycelium.agent.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.node.NodeId;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FedAvgTest {
  private static final TensorLayout LAYOUT =
      TensorLayout.of(TensorSpec.of("weight", 61, 83), TensorSpec.of("bias", 61));
  private static final TensorLayout SCALAR = TensorLayout.of(TensorSpec.of("x"));

  private final FedAvg fedAvg = new FedAvg();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void addsTheOnlyUpdateUnchanged(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = aModel(1, random);
    Payload delta = aModel(0.01, random);

    Payload next = average(head, List.of(from(1, delta, 17)));

    assertThat(next.model()).isEqualTo(head.model().plus(delta.model()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void givesTheSameBytesForAnyOrderOfArrival(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = aModel(1, random);
    List<Contribution> contributions = hugeUpdatesThatCancelOut(random);
    List<Contribution> shuffled = new ArrayList<>(contributions);
    Collections.reverse(shuffled);
    Collections.rotate(shuffled, random.nextInt(7));

    assertThat(average(head, shuffled)).isEqualTo(average(head, contributions));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void looksAtProportionsOfExamplesOnly(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = aModel(1, random);
    List<Contribution> contributions = someContributions(5, random);
    List<Contribution> scaled =
        contributions.stream()
            .map(c -> new Contribution(c.node(), c.delta(), 3 * c.examples()))
            .toList();

    FloatBuffer one = average(head, contributions).model().values();
    FloatBuffer other = average(head, scaled).model().values();

    while (one.hasRemaining()) {
      float value = one.get();
      assertThat(other.get()).isCloseTo(value, within(Math.ulp(value)));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void staysBetweenTheLeastAndTheGreatestModel(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = aModel(1, random);
    List<Contribution> contributions = someContributions(6, random);

    FloatBuffer next = average(head, contributions).model().values();

    for (int i = 0; i < next.capacity(); i++) {
      int at = i;
      float[] models = new float[contributions.size()];
      for (int c = 0; c < models.length; c++) {
        models[c] =
            head.model().values().get(at) + SomeCohorts.values(contributions.get(c).delta())[at];
      }
      Arrays.sort(models);
      float least = models[0];
      float greatest = models[models.length - 1];
      assertThat(next.get(at)).isBetween(least - Math.ulp(least), greatest + Math.ulp(greatest));
    }
  }

  @Test
  void weighsByExamples() {
    Payload head = scalar(10);

    Payload next = average(head, List.of(from(1, scalar(1), 30), from(2, scalar(-1), 10)));

    assertThat(next).isEqualTo(scalar(10.5f));
  }

  @Test
  void averagesEverySection() {
    Tensors one = Tensors.of(SCALAR, 1);
    Payload head = new Payload(Map.of("model", one, "momentum", Tensors.of(SCALAR, 5)));
    Payload delta = new Payload(Map.of("model", one, "momentum", Tensors.of(SCALAR, -4)));

    Payload next = average(head, List.of(from(1, delta, 3)));

    assertThat(next.section("model")).isEqualTo(Tensors.of(SCALAR, 2));
    assertThat(next.section("momentum")).isEqualTo(one);
  }

  @Test
  void refusesSumsThatLeaveTheFiniteNumbers() {
    Payload head = scalar(3e38f);

    Aggregation overflow = fedAvg.aggregate(head, Cohort.of(from(1, scalar(1e38f), 1)));
    Aggregation infinite =
        fedAvg.aggregate(head, Cohort.of(from(1, scalar(Float.NEGATIVE_INFINITY), 1)));

    assertThat(overflow).isEqualTo(new Aggregation.NonFinite("model/x"));
    assertThat(infinite).isEqualTo(new Aggregation.NonFinite("model/x"));
  }

  @Test
  void keepsHugeNumbersThatCancelOut() {
    Payload head = scalar(1);

    Payload next = average(head, List.of(from(1, scalar(3e38f), 1), from(2, scalar(-3e38f), 1)));

    assertThat(next.isFinite()).isTrue();
  }

  @Test
  void refusesAnUpdateOfAnotherLayout() {
    Payload other = Payload.ofModel(Tensors.of(TensorLayout.of(TensorSpec.of("y")), 1));

    assertThatThrownBy(() -> fedAvg.aggregate(scalar(1), Cohort.of(from(1, other, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layout of node-01");
  }

  @Test
  void countsExamplesAndMembers() {
    Aggregation result =
        fedAvg.aggregate(scalar(0), Cohort.of(from(1, scalar(1), 30), from(2, scalar(1), 12)));

    assertThat(result).isEqualTo(new Aggregation.Aggregated(scalar(1), 42, 2));
  }

  @Test
  void needsAtLeastOneMember() {
    assertThat(fedAvg.admits(new CohortSize(1))).isEqualTo(new Admission.Admitted());
    assertThat(fedAvg.admits(new CohortSize(0)))
        .isEqualTo(new Admission.Refused("members: 0 (expected: >= 1)"));
  }

  private Payload average(Payload head, List<Contribution> contributions) {
    Aggregation result = fedAvg.aggregate(head, new Cohort(contributions));
    assertThat(result).isInstanceOf(Aggregation.Aggregated.class);
    return ((Aggregation.Aggregated) result).head();
  }

  private static List<Contribution> someContributions(int members, RandomGenerator random) {
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      contributions.add(from(i, aModel(0.01, random), random.nextLong(1, 10_000)));
    }
    return contributions;
  }

  /** Sums in double that show their order in every bit of the result. */
  private static List<Contribution> hugeUpdatesThatCancelOut(RandomGenerator random) {
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Payload huge = aModel(1e20, random);
      Payload negative = Payload.ofModel(Tensors.zeros(LAYOUT).minus(huge.model()));
      contributions.add(from(i, huge, 10));
      contributions.add(from(9 - i, negative, 10));
    }
    contributions.add(from(5, aModel(1, random), 10));
    return contributions;
  }

  private static Payload aModel(double scale, RandomGenerator random) {
    return Payload.ofModel(SomeTensors.aTensors(LAYOUT, scale, random));
  }

  private static Payload scalar(float value) {
    return Payload.ofModel(Tensors.of(SCALAR, value));
  }

  private static Contribution from(int node, Payload delta, long examples) {
    return new Contribution(new NodeId("node-%02d".formatted(node)), delta, examples);
  }
}
