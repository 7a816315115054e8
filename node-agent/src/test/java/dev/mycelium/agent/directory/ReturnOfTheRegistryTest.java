package dev.mycelium.agent.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thousand nodes whose registry is away for five minutes, in reckoned time: those that waited do
 * not all come at once when it is back.
 */
class ReturnOfTheRegistryTest {
  private static final int NODES = 1000;
  private static final double AWAY_FROM = 100;
  private static final double AWAY_UNTIL = 400;
  private static final int END = 600;

  @ParameterizedTest(name = "interval {0} s")
  @ValueSource(ints = {10, 30, 60})
  void meetsNoCrowdThatIsLargerThanTwiceTheUsual(int interval) {
    int[] answered = new int[4 * END / interval];
    for (int node = 0; node < NODES; node++) {
      SplittableRandom random = new SplittableRandom(node);
      Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), random);
      backoff.limit(Duration.ofSeconds(interval));
      double now = random.nextDouble(interval);
      while (now < END) {
        if (now >= AWAY_FROM && now < AWAY_UNTIL) {
          now += backoff.next().toNanos() / 1e9;
        } else {
          backoff.reset();
          if (now >= AWAY_UNTIL) {
            answered[(int) ((now - AWAY_UNTIL) / interval * 4)]++;
          }
          now += interval;
        }
      }
    }

    int usual = NODES / 4;
    for (int quarter = 0; quarter < 8; quarter++) {
      assertThat(answered[quarter])
          .as("heartbeats in quarter %d of an interval after the return", quarter)
          .isLessThanOrEqualTo(2 * usual);
    }
    assertThat(answered[0] + answered[1] + answered[2] + answered[3]).isEqualTo(NODES);
  }
}
