package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededDrawsTest {
  private static final int REPEATS = 100_000;

  @Test
  void givesTheSameStreamForTheSameSeeds() {
    assertThat(tenBits(new SeededDraws(1, 2))).isEqualTo(tenBits(new SeededDraws(1, 2)));
    assertThat(tenBits(new SeededDraws(1, 2)))
        .isNotEqualTo(tenBits(new SeededDraws(2, 1)))
        .isNotEqualTo(tenBits(new SeededDraws(1)))
        .isNotEqualTo(tenBits(new SeededDraws(1, 2, 0)));
  }

  @Test
  void hasTheMomentsOfEachDistribution() {
    SeededDraws draws = new SeededDraws(3);

    assertMoments(draws::unit, 0.5, 1.0 / 12);
    assertMoments(() -> draws.between(-1, 3), 1, 16.0 / 12);
    assertMoments(draws::gaussian, 0, 1);
    assertMoments(() -> StrictMath.exp(draws.logGamma(0.3)), 0.3, 0.3);
    assertMoments(() -> StrictMath.exp(draws.logGamma(4)), 4, 4);
    assertMoments(() -> draws.below(6), 2.5, 35.0 / 12);
  }

  @Test
  void permutesEverythingInAnyOrder() {
    int[] firsts = new int[3];

    for (int seed = 0; seed < 3000; seed++) {
      int[] order = new SeededDraws(seed).permutation(3);
      assertThat(IntStream.of(order).sorted().toArray()).containsExactly(0, 1, 2);
      firsts[order[0]]++;
    }

    // 1000 expected, deviation 26.
    assertThat(IntStream.of(firsts)).allMatch(count -> count > 850 && count < 1150);
  }

  @Test
  void refusesAnEmptyRange() {
    assertThatThrownBy(() -> new SeededDraws(1).below(0)).hasMessage("bound: 0 (expected: > 0)");
  }

  private static void assertMoments(DoubleSupplier source, double mean, double variance) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < REPEATS; i++) {
      double value = source.getAsDouble();
      sum += value;
      squares += (value - mean) * (value - mean);
    }
    double fiveDeviations = 5 * Math.sqrt(variance / REPEATS);
    assertThat(sum / REPEATS).isCloseTo(mean, within(fiveDeviations));
    assertThat(squares / REPEATS).isCloseTo(variance, within(0.05 * variance));
  }

  private static long[] tenBits(SeededDraws draws) {
    return IntStream.range(0, 10).mapToLong(i -> draws.bits()).toArray();
  }
}
