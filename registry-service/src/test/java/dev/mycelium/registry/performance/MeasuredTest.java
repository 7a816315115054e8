package dev.mycelium.registry.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.wire.performance.Score;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredTest {

  @Test
  void knowsNothingWithoutScores() {
    assertThat(Measured.from(List.of())).isEqualTo(new Measured(null, null, 0));
  }

  @Test
  void staysFiniteForTheLargestNumbers() {
    Score large = new Score(Double.MAX_VALUE, 0, Long.MAX_VALUE, 1);

    Measured measured = Measured.from(List.of(large, large));

    assertThat(measured.metric()).isEqualTo(Double.MAX_VALUE);
    assertThat(measured.examples()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void equalsTheExactMeanWithinRoundingAndLiesBetweenItsScores(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Score> scores =
        Stream.generate(() -> new Score(random.nextDouble(), 0, 1 + random.nextInt(5000), 3))
            .limit(20)
            .toList();

    Measured measured = Measured.from(scores);

    assertThat(measured.metric())
        .as("seed %d", seed)
        .isCloseTo(exactMean(scores), within(1e-12))
        .isBetween(
            scores.stream().mapToDouble(Score::value).min().getAsDouble(),
            scores.stream().mapToDouble(Score::value).max().getAsDouble());
  }

  private static double exactMean(List<Score> scores) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal weight = BigDecimal.ZERO;
    for (Score score : scores) {
      BigDecimal examples = BigDecimal.valueOf(score.examples());
      sum = sum.add(new BigDecimal(score.value()).multiply(examples));
      weight = weight.add(examples);
    }
    return sum.divide(weight, MathContext.DECIMAL128).doubleValue();
  }
}
