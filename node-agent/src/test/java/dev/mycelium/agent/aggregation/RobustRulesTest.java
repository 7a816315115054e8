package dev.mycelium.agent.aggregation;

import static dev.mycelium.agent.aggregation.SomeCohorts.next;
import static dev.mycelium.agent.aggregation.SomeCohorts.node;
import static dev.mycelium.agent.aggregation.SomeCohorts.numbers;
import static dev.mycelium.agent.aggregation.SomeCohorts.ofNumbers;
import static dev.mycelium.agent.aggregation.SomeCohorts.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.wire.group.RobustSpec;
import dev.mycelium.wire.group.StrategySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobustRulesTest {
  private final Strategies strategies =
      new Strategies(
          name -> {
            throw new IllegalArgumentException(name);
          });

  @Test
  void aMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
    Cohort four = column(9, -50, 1, 2);

    assertThat(next(new Median(), numbers(10), four)).isEqualTo(numbers(11.5f));
    assertThat(next(new Median(), numbers(10), column(9, -50, 1))).isEqualTo(numbers(11));
    assertThat(next(new Median(), numbers(10), column(7))).isEqualTo(numbers(17));
  }

  @Test
  void trimmingLeavesOutTheGreatestAndTheLeast() {
    assertThat(next(new TrimmedMean(1), numbers(0), column(9, -50, 1, 2))).isEqualTo(numbers(1.5f));
    assertThat(next(new TrimmedMean(2), numbers(0), column(9, -50, 1, 2, 3))).isEqualTo(numbers(2));
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 33, 100})
  void aNetworkSortsAnyNumberOfRows(int rows) {
    RandomGenerator random = SomeTensors.seeded(rows);
    float[][] columns = new float[rows][500];
    for (float[] row : columns) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(rows);
      }
    }
    float[][] sorted = sortedColumns(columns);
    int from = random.nextInt(rows);

    new SortingNetwork(rows, from, rows - from / 2).sort(columns, 0, 500);

    for (int row = from; row < rows - from / 2; row++) {
      assertThat(columns[row]).as("seed %d, row %d", rows, row).isEqualTo(sorted[row]);
    }
  }

  @Test
  void krumTakesTheUpdateWithTheNearestNeighbours() {
    Cohort cohort = column(1.0f, 1.1f, 1.15f, 1.3f, 100, 100, 1.9f);

    Aggregation result = new Krum(2, 1).aggregate(numbers(0), cohort);

    assertThat(result).isEqualTo(new Aggregation.Aggregated(numbers(1.15f), 1, 1));
  }

  @Test
  void krumTakesTheFirstNodeOfEqualOnes() {
    assertThat(new Krum(0, 2).selected(column(5, 5, 5, 5)).contributions())
        .extracting(Contribution::node)
        .containsExactly(node(0), node(1));
    assertThat(new Krum(1, 1).selected(column(0, 1, 2, 3, 4)).contributions())
        .extracting(Contribution::node)
        .containsExactly(node(1));
  }

  /** Their squares are beyond float32, and two that agree with each other must not win by that. */
  @Test
  void krumMeasuresUpdatesWhoseSquaresOverflow() {
    Cohort huge = column(3e38f, -3e38f, 1e30f, 1.1e30f, 1.2e30f, 1.4e30f, 2e38f);
    Cohort tiny = column(1e-30f, 2e-30f, 2.1e-30f, 2.3e-30f, 1e-20f, 1e-20f, 9e-30f);

    assertThat(new Krum(2, 1).selected(huge).contributions().get(0).node()).isEqualTo(node(4));
    assertThat(new Krum(2, 1).selected(tiny).contributions().get(0).node()).isEqualTo(node(1));
  }

  @Test
  void mixingTakesTheMeanOfTheNearest() {
    Recorded recorded = new Recorded();

    next(new Mixed(1, recorded), numbers(0), column(0, 3, 9, 1000));

    assertThat(recorded.seen)
        .extracting(contribution -> values(contribution.delta())[0])
        .containsExactly(4f, 4f, 4f, (3 + 9 + 1000) / 3f);
  }

  @Test
  void clippingShortensTheLongOnesOnly() {
    Recorded recorded = new Recorded();
    float[] shorter = {3, 4};
    float[] longer = {-30, 40};

    next(new Clipped(5, recorded), numbers(0, 0), ofNumbers(shorter, longer));

    assertThat(values(recorded.seen.get(0).delta())).containsExactly(3, 4);
    assertThat(values(recorded.seen.get(1).delta())).containsExactly(-3, 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void clippedUpdatesAreAsLongAsTheBound(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Recorded recorded = new Recorded();

    next(new Clipped(0.5, recorded), SomeCohorts.aHead(random), SomeCohorts.aCohort(3, random));

    for (Contribution contribution : recorded.seen) {
      double squares = 0;
      for (float value : values(contribution.delta())) {
        squares += (double) value * value;
      }
      assertThat(Math.sqrt(squares)).isCloseTo(0.5, within(1e-7));
    }
  }

  @Test
  void clippingKeepsWhatItsRuleNeeds() {
    Aggregator clipped = new Clipped(1, new Recorded());
    Payload delta = new Payload(Map.of("model", numbers(9).model(), "drift", numbers(7).model()));
    Recorded recorded = new Recorded();

    new Clipped(3, recorded)
        .aggregate(numbers(0), new Cohort(List.of(new Contribution(node(1), delta, 5, 8)), 40));

    assertThat(clipped.state()).isEqualTo(Map.of("momentum", 0f));
    assertThat(clipped.answers()).containsExactly("drift");
    assertThat(recorded.seen.get(0).delta().section("drift")).isEqualTo(numbers(7).model());
    assertThat(values(recorded.seen.get(0).delta())).containsExactly(3);
    assertThat(recorded.seen.get(0).examples()).isEqualTo(5);
    assertThat(recorded.seen.get(0).steps()).isEqualTo(8);
    assertThat(recorded.members).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mean | 0 | members: 0 (expected: >= 1)",
        "median | 0 | members: 0 (expected: >= 1)",
        "trimmed | 4 | members: 4 (expected: >= 5 = 2 * 2 + 1, to trim 2 at either side)",
        "krum | 6 | members: 6 (expected: >= 7 = 2 * 2 + 3, for 2 attackers)",
        "multi | 7 | members: 7 (expected: >= 8 = all that are selected)",
        "clipped | 6 | members: 6 (expected: >= 7 = 2 * 2 + 3, for 2 attackers)",
        "mixed | 6 | members: 6 (expected: >= 7 = 2 * 3 + 1, for 3 attackers)",
        "mixed | 2 | members: 2 (expected: >= 7 = 2 * 3 + 1, for 3 attackers)",
      })
  void refusesACohortThatBreaksTheCondition(String rule, int members, String reason) {
    StrategySpec strategy =
        Map.of(
                "mean", new StrategySpec.Mean(),
                "median", new RobustSpec.Median(),
                "trimmed", new RobustSpec.TrimmedMean(2),
                "krum", new RobustSpec.Krum(2),
                "multi", new RobustSpec.MultiKrum(2, 8),
                "clipped", new StrategySpec.Clipped(1, new RobustSpec.Krum(2)),
                "mixed", new StrategySpec.Mixed(3, new RobustSpec.Krum(2)))
            .get(rule);

    Aggregator aggregator = strategies.aggregator(strategy);

    assertThat(aggregator.admits(new CohortSize(members))).isEqualTo(new Admission.Refused(reason));
    assertThat(aggregator.admits(new CohortSize(8))).isEqualTo(new Admission.Admitted());
  }

  private static Cohort column(float... values) {
    float[][] updates = new float[values.length][];
    Arrays.setAll(updates, member -> new float[] {values[member]});
    return ofNumbers(updates);
  }

  private static float[][] sortedColumns(float[][] rows) {
    float[][] sorted = new float[rows.length][rows[0].length];
    for (int column = 0; column < rows[0].length; column++) {
      float[] values = new float[rows.length];
      for (int row = 0; row < rows.length; row++) {
        values[row] = rows[row][column];
      }
      Arrays.sort(values);
      for (int row = 0; row < rows.length; row++) {
        sorted[row][column] = values[row];
      }
    }
    return sorted;
  }

  /** Keeps what it is given and leaves the head as it is. */
  private static final class Recorded implements Aggregator {
    private List<Contribution> seen = List.of();
    private int members;

    @Override
    public Map<String, Float> state() {
      return Map.of("momentum", 0f);
    }

    @Override
    public Set<String> answers() {
      return Set.of("drift");
    }

    @Override
    public Admission admits(CohortSize size) {
      return new Admission.Admitted();
    }

    @Override
    public Candidate candidate(PayloadValues head, Cohort cohort) {
      seen = cohort.contributions();
      members = cohort.members();
      return Candidate.of(Map.of(Payload.MODEL, head.model()), cohort);
    }
  }
}
