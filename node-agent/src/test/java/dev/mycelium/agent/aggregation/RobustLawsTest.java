package dev.mycelium.agent.aggregation;

import static dev.mycelium.agent.aggregation.SomeCohorts.aCohort;
import static dev.mycelium.agent.aggregation.SomeCohorts.aHead;
import static dev.mycelium.agent.aggregation.SomeCohorts.next;
import static dev.mycelium.agent.aggregation.SomeCohorts.numbers;
import static dev.mycelium.agent.aggregation.SomeCohorts.ofNumbers;
import static dev.mycelium.agent.aggregation.SomeCohorts.values;
import static dev.mycelium.agent.aggregation.SomeCohorts.valuesAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every rule against members that send anything at all, and between the rules. */
class RobustLawsTest {
  private static final int MEMBERS = 10;
  private static final int ATTACKERS = 2;

  static Stream<Aggregator> rules() {
    return Stream.of(
        new UnweightedMean(),
        new Median(),
        new TrimmedMean(ATTACKERS),
        new Krum(ATTACKERS, 1),
        new Krum(ATTACKERS, MEMBERS - ATTACKERS),
        new Clipped(1, new Median()),
        new Mixed(ATTACKERS, new Median()),
        new Clipped(2, new Mixed(ATTACKERS, new Krum(ATTACKERS, 3))));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void givesTheSameBytesForAnyOrderOfArrival(Aggregator rule) {
    RandomGenerator random = SomeTensors.seeded(1);
    Payload head = aHead(random);
    Cohort cohort = aCohort(MEMBERS, random);
    List<Contribution> shuffled = new ArrayList<>(cohort.contributions());
    Collections.reverse(shuffled);
    Collections.rotate(shuffled, 3);

    assertThat(next(rule, head, new Cohort(shuffled))).isEqualTo(next(rule, head, cohort));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void givesTheSameBytesForAnyNumberOfThreads(Aggregator rule) throws Exception {
    RandomGenerator random = SomeTensors.seeded(2);
    Payload head = aHead(random);
    Cohort cohort = aCohort(MEMBERS, random);

    Payload one = on(1, rule, head, cohort);

    assertThat(on(2, rule, head, cohort)).isEqualTo(one);
    assertThat(on(5, rule, head, cohort)).isEqualTo(one);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void staysBetweenTheLeastAndTheGreatestChange(Aggregator rule) {
    RandomGenerator random = SomeTensors.seeded(3);
    Payload zero = Payload.ofModel(Tensors.zeros(SomeCohorts.LAYOUT));
    Cohort cohort = aCohort(MEMBERS, random);

    float[] next = values(next(rule, zero, cohort));

    for (int i = 0; i < next.length; i += 97) {
      List<Float> changes = valuesAt(i, cohort);
      float least = Math.min(0, Collections.min(changes));
      float greatest = Math.max(0, Collections.max(changes));
      assertThat(next[i]).isBetween(least - Math.ulp(least), greatest + Math.ulp(greatest));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void looksAtNobodysClaimOfExamples(Aggregator rule) {
    RandomGenerator random = SomeTensors.seeded(4);
    Payload head = aHead(random);
    Cohort cohort = aCohort(MEMBERS, random);
    Cohort claimed =
        new Cohort(
            cohort.contributions().stream()
                .map(c -> new Contribution(c.node(), c.delta(), random.nextLong(1, 1L << 40)))
                .toList());

    assertThat(next(rule, head, claimed)).isEqualTo(next(rule, head, cohort));
  }

  /** Powers of two move no rounding, as long as nothing overflows or vanishes. */
  @ParameterizedTest
  @MethodSource("scalingRules")
  void growsWithTheUpdates(Aggregator rule) {
    RandomGenerator random = SomeTensors.seeded(5);
    Payload zero = Payload.ofModel(Tensors.zeros(SomeCohorts.LAYOUT));
    Cohort cohort = aCohort(MEMBERS, random);

    float[] once = values(next(rule, zero, cohort));
    float[] scaled = values(next(rule, zero, times(0x1p20f, cohort)));

    for (int i = 0; i < once.length; i++) {
      assertThat(scaled[i]).isEqualTo(0x1p20f * once[i]);
    }
  }

  static Stream<Aggregator> scalingRules() {
    return Stream.of(
        new UnweightedMean(),
        new Median(),
        new TrimmedMean(ATTACKERS),
        new Krum(ATTACKERS, 1),
        new Krum(ATTACKERS, 5),
        new Mixed(ATTACKERS, new TrimmedMean(ATTACKERS)));
  }

  @ParameterizedTest
  @MethodSource("scalingRules")
  void refusesSumsThatLeaveTheFiniteNumbers(Aggregator rule) {
    float[][] updates = new float[MEMBERS][];
    Arrays.setAll(updates, member -> new float[] {0x1.8p127f});

    Aggregation result = rule.aggregate(numbers(Float.MAX_VALUE), ofNumbers(updates));

    assertThat(result).isEqualTo(new Aggregation.NonFinite("model/x"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void trimmingNobodyIsTheMean(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = aHead(random);
    Cohort cohort = aCohort(7, random);

    float[] trimmed = values(next(new TrimmedMean(0), head, cohort));
    float[] mean = values(next(new UnweightedMean(), head, cohort));

    for (int i = 0; i < mean.length; i++) {
      assertThat(Math.abs(trimmed[i] - mean[i])).isLessThanOrEqualTo(Math.ulp(mean[i]));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void selectingEverybodyIsTheMean(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = aHead(random);
    Cohort cohort = aCohort(MEMBERS, random);

    assertThat(new Krum(ATTACKERS, MEMBERS).aggregate(head, cohort))
        .isEqualTo(new UnweightedMean().aggregate(head, cohort));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void equalExamplesMakeFedAvgTheMean(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = aHead(random);
    Cohort equal =
        new Cohort(
            aCohort(6, random).contributions().stream()
                .map(c -> new Contribution(c.node(), c.delta(), 31))
                .toList());

    assertThat(new FedAvg().aggregate(head, equal))
        .isEqualTo(new UnweightedMean().aggregate(head, equal));
  }

  @Test
  void mixingWithoutAttackersIsTheMean() {
    Cohort cohort = ofNumbers(new float[] {1, 4}, new float[] {2, 5}, new float[] {6, 0});

    assertThat(next(new Mixed(0, new Median()), numbers(0, 0), cohort)).isEqualTo(numbers(3, 3));
  }

  @Test
  void aCohortThatIsNotAdmittedIsNotAggregated() {
    assertThatThrownBy(
            () -> new TrimmedMean(1).aggregate(numbers(0), ofNumbers(new float[1], new float[1])))
        .hasMessage("members: 2 (expected: >= 3 = 2 * 1 + 1, to trim 1 at either side)");
  }

  private static Cohort times(float factor, Cohort cohort) {
    return new Cohort(
        cohort.contributions().stream()
            .map(
                c -> {
                  float[] values = values(c.delta());
                  for (int i = 0; i < values.length; i++) {
                    values[i] *= factor;
                  }
                  return c.with(Payload.ofModel(Tensors.adopt(SomeCohorts.LAYOUT, values)));
                })
            .toList());
  }

  private static Payload on(int threads, Aggregator rule, Payload head, Cohort cohort)
      throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> next(rule, head, cohort)).get();
    } finally {
      pool.shutdown();
    }
  }
}
