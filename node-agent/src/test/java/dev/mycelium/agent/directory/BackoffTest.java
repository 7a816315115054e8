package dev.mycelium.agent.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(3);

  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void doublesUpToTheLongestAndDrawsFromTheUpperHalf(int seed) {
    Backoff backoff = new Backoff(FIRST, LONGEST, new SplittableRandom(seed));

    for (int failures = 0; failures < 70; failures++) {
      double most = Math.min(LONGEST.toNanos(), FIRST.toNanos() * Math.pow(2, failures));
      assertThat((double) backoff.next().toNanos()).isBetween(Math.floor(most / 2), most);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void beginsAgainAfterASuccess(int seed) {
    Backoff backoff = new Backoff(FIRST, LONGEST, new SplittableRandom(seed));
    IntStream.range(0, 10).forEach(failure -> backoff.next());

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void scattersThoseThatFailTogether() {
    long different =
        seeds()
            .mapToObj(seed -> new Backoff(FIRST, LONGEST, new SplittableRandom(seed)).next())
            .distinct()
            .count();

    assertThat(different).isGreaterThan(45);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void growsToALimitThatIsSetLater(int seed) {
    Backoff backoff = new Backoff(FIRST, LONGEST, new SplittableRandom(seed));
    IntStream.range(0, 10).forEach(failure -> backoff.next());

    backoff.limit(Duration.ofSeconds(30));
    IntStream.range(0, 5).forEach(failure -> backoff.next());
    assertThat(backoff.next()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    backoff.limit(Duration.ofMillis(1));
    assertThat(backoff.next()).isBetween(FIRST.dividedBy(2), FIRST);
  }

  @Test
  void refusesPausesThatDoNotGrow() {
    SplittableRandom random = new SplittableRandom(1);

    assertThatThrownBy(() -> new Backoff(Duration.ZERO, LONGEST, random))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(LONGEST, FIRST, random))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
