package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionTest {
  private static final int CLASSES = 10;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 25);
  }

  static Stream<Partition> partitions() {
    return Stream.of(
        new Partition.Iid(),
        new Partition.LabelShards(1),
        new Partition.LabelShards(3),
        new Partition.Dirichlet(0.5),
        new Partition.Dirichlet(100));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void partsAreDisjointAndCoverEverything(long seed) {
    int[] labels = labels(seed, 997);
    for (Partition partition : partitions().toList()) {
      for (int nodes : List.of(1, 2, 7)) {
        int[] all =
            IntStream.range(0, nodes)
                .mapToObj(i -> partition.part(labels, new Shard(i, nodes), seed))
                .peek(part -> assertThat(part).isNotEmpty().isSorted())
                .flatMapToInt(Arrays::stream)
                .sorted()
                .toArray();

        assertThat(all)
            .as("%s, %d nodes, seed %d", partition, nodes, seed)
            .isEqualTo(IntStream.range(0, 997).toArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void dependsOnTheSeedOnly(Partition partition) {
    int[] labels = labels(1, 600);

    assertThat(partition.owners(labels, 5, 3)).isEqualTo(partition.owners(labels, 5, 3));
    assertThat(partition.owners(labels, 5, 3)).isNotEqualTo(partition.owners(labels, 5, 4));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void iidPartsAreEvenAndMixed(long seed) {
    int[] labels = labels(seed, 10_003);

    int[] owners = new Partition.Iid().owners(labels, 4, seed);

    for (int[] counts : countsPerNode(owners, labels, 4)) {
      assertThat(IntStream.of(counts).sum()).as("seed %d", seed).isBetween(2500, 2501);
      // About 250 a label with a deviation of 14: 150 and 350 are seven deviations away.
      assertThat(IntStream.of(counts))
          .as("seed %d", seed)
          .allMatch(count -> count > 150 && count < 350);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void labelShardsAreFewRunsOfTheSortedExamples(long seed) {
    int[] labels = labels(seed, 6000);
    int[] sorted =
        IntStream.range(0, labels.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> labels[i]))
            .mapToInt(i -> i)
            .toArray();

    int[] owners = new Partition.LabelShards(2).owners(labels, 20, seed);

    int[] runs = new int[20];
    for (int k = 0; k < sorted.length; k++) {
      if (k == 0 || owners[sorted[k]] != owners[sorted[k - 1]]) {
        runs[owners[sorted[k]]]++;
      }
    }
    assertThat(IntStream.of(runs)).as("seed %d", seed).allMatch(count -> count >= 1 && count <= 2);
    for (int[] counts : countsPerNode(owners, labels, 20)) {
      assertThat(IntStream.of(counts).sum()).as("seed %d", seed).isEqualTo(300);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void balancedLabelsGiveEachNodeAtMostAsManyLabelsAsShards(long seed) {
    int[] labels = IntStream.range(0, 6000).map(i -> i % CLASSES).toArray();

    int[] owners = new Partition.LabelShards(2).owners(labels, 100, seed);

    for (int[] counts : countsPerNode(owners, labels, 100)) {
      assertThat(IntStream.of(counts).filter(count -> count > 0).count())
          .as("seed %d", seed)
          .isBetween(1L, 2L);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void labelsAreAsManyAsAskedForAndEachIsSharedOutEvenly(long seed) {
    int[] labels = IntStream.range(0, 6000).map(i -> i % CLASSES).toArray();

    int[] owners = new Partition.Labels(2).owners(labels, 12, seed);

    int[][] counts = countsPerNode(owners, labels, 12);
    for (int node = 0; node < 12; node++) {
      assertThat(IntStream.of(counts[node]).filter(count -> count > 0).count()).isEqualTo(2);
      assertThat(counts[node][node % CLASSES]).as("node %d, seed %d", node, seed).isPositive();
    }
    for (int label = 0; label < CLASSES; label++) {
      int wanted = label;
      IntStream shares = Arrays.stream(counts).mapToInt(c -> c[wanted]).filter(c -> c > 0);
      var spread = shares.summaryStatistics();
      assertThat(spread.getSum()).isEqualTo(600);
      assertThat(spread.getMax() - spread.getMin()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void refusesLabelsThatWouldBelongToNobody() {
    int[] labels = labels(1, 600);

    assertThatThrownBy(() -> new Partition.Labels(2).owners(labels, 5, 1))
        .isInstanceOf(DataSpecException.class)
        .hasMessageStartingWith("partition labels: 2 of 10 labels at each of 5 nodes (expected:");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sharesSumToOne(long seed) {
    for (double concentration : new double[] {0.001, 0.1, 1, 1000}) {
      double[] shares = new Partition.Dirichlet(concentration).shares(10, new SeededDraws(seed));

      assertThat(Arrays.stream(shares).sum())
          .as("concentration %s, seed %d", concentration, seed)
          .isCloseTo(1, within(1e-12));
      assertThat(Arrays.stream(shares)).allMatch(share -> share >= 0 && share <= 1);
    }
  }

  /** A share of Dir(a, ..., a) over n has mean 1/n and variance (n-1) / (n^2 (na+1)). */
  @Test
  void sharesHaveTheMomentsOfTheDirichletDistribution() {
    SeededDraws draws = new SeededDraws(1);
    int repeats = 20_000;
    for (double concentration : new double[] {0.1, 0.5, 5}) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < repeats; i++) {
        double share = new Partition.Dirichlet(concentration).shares(4, draws)[0];
        sum += share;
        squares += share * share;
      }

      double mean = sum / repeats;
      double variance = 3.0 / (16 * (4 * concentration + 1));
      assertThat(mean).isCloseTo(0.25, within(0.015));
      assertThat(squares / repeats - mean * mean).isCloseTo(variance, within(0.05 * variance));
    }
  }

  @Test
  void smallerConcentrationsSkewLabelsMore() {
    int[] labels = labels(1, 10_000);

    double skewed =
        meanLargestLabelShare(new Partition.Dirichlet(0.1).owners(labels, 10, 1), labels);
    double even = meanLargestLabelShare(new Partition.Dirichlet(100).owners(labels, 10, 1), labels);

    assertThat(skewed).isGreaterThan(0.4);
    assertThat(even).isLessThan(0.2);
  }

  @Test
  void refusesToLeaveANodeWithoutExamples() {
    int[] labels = labels(1, 40);

    assertThatThrownBy(() -> new Partition.Dirichlet(0.01).owners(labels, 20, 1))
        .isInstanceOf(DataSpecException.class)
        .hasMessageMatching(
            "partition dirichlet:0.01 with seed 1 \\(a larger concentration or fewer nodes help\\): no"
                + " example for shard \\d+/20 \\(expected: at least 1 each\\)");
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void refusesMorePartsThanExamples(Partition partition) {
    int[] labels = labels(1, 5);

    assertThatThrownBy(() -> partition.owners(labels, 6, 1))
        .isInstanceOf(DataSpecException.class)
        .hasMessageEndingWith("parts of 5 examples (expected: no more parts than examples)");
  }

  private static int[] labels(long seed, int count) {
    SeededDraws draws = new SeededDraws(seed, 77);
    return IntStream.generate(() -> draws.below(CLASSES)).limit(count).toArray();
  }

  private static int[][] countsPerNode(int[] owners, int[] labels, int nodes) {
    int[][] counts = new int[nodes][CLASSES];
    for (int i = 0; i < owners.length; i++) {
      counts[owners[i]][labels[i]]++;
    }
    return counts;
  }

  private static double meanLargestLabelShare(int[] owners, int[] labels) {
    return Arrays.stream(countsPerNode(owners, labels, 10))
        .mapToDouble(c -> (double) IntStream.of(c).max().orElseThrow() / IntStream.of(c).sum())
        .average()
        .orElseThrow();
  }
}
