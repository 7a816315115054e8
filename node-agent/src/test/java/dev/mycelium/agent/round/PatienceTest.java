package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId SLOW = new NodeId("slow");
  private static final Membership BOTH = new Membership(1, List.of(A, SLOW));

  @Test
  void waitsMedianPlusTenDeviations() {
    // median 130, |d - median| = 30, 10, 0, 20, 270: their median 20
    assertThat(after(100, 120, 130, 150, 400).timeout()).isEqualTo(Duration.ofSeconds(330));
  }

  @Test
  void isNotMovedByOneThatIsVeryLate() {
    assertThat(after(100, 120, 130, 150, 86_400).timeout())
        .isEqualTo(after(100, 120, 130, 150, 400).timeout());
  }

  @Test
  void staysInItsBounds() {
    assertThat(after(1, 1, 1).timeout()).isEqualTo(Patience.SHORTEST);
    assertThat(after(9000, 9000, 9000).timeout()).isEqualTo(Patience.LONGEST);
    assertThat(after(1, 1).timeout()).isEqualTo(Patience.UNTOLD);
  }

  @ParameterizedTest
  @CsvSource({"1,200", "2,200", "3,400", "4,800", "5,1600"})
  void givesALateMemberMoreTime(int inARow, long seconds) {
    Patience patience = Patience.of(late(inARow, 10), BOTH, 11, 1);

    assertThat(patience.timeout()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(patience.notAsked()).isEmpty();
  }

  @Test
  void leavesAMemberInPeaceForWhichNoTimeIsEnough() {
    Patience patience = Patience.of(late(6, 10), BOTH, 11, 1);

    assertThat(patience.timeout()).isEqualTo(Duration.ofSeconds(200));
    assertThat(patience.notAsked())
        .isEqualTo(
            Map.of(
                SLOW,
                "not asked: late 6 times in a row, the last time after 1600 s (usual here: 200 s);"
                    + " asked again in round 31"));
    assertThat(Patience.of(late(6, 10), BOTH, 31, 1).notAsked()).isEmpty();
    assertThat(Patience.of(late(7, 31), BOTH, 32, 1).notAsked()).containsOnlyKeys(SLOW);
  }

  @Test
  void asksEverybodyAndTakesItsTimeWhereTooFewWouldBeLeft() {
    Patience patience = Patience.of(late(6, 10), BOTH, 11, 2);

    assertThat(patience.notAsked()).isEmpty();
    assertThat(patience.timeout()).isEqualTo(Duration.ofSeconds(3200));
    assertThat(Patience.of(late(9, 31), BOTH, 90, 1).timeout()).isEqualTo(Duration.ofSeconds(1600));
  }

  /** Eight times what was usual before is not enough for everybody. */
  @Test
  void waitsLongEnoughInTheEndForMembersThatAllBecameSlower() {
    Duration needed = Duration.ofHours(30);
    Arrivals arrivals = late(5, 10);
    Duration timeout = Patience.of(arrivals, BOTH, 11, 2).timeout();
    int rounds = 0;

    while (timeout.compareTo(needed) < 0 && rounds < 20) {
      rounds++;
      arrivals =
          new Arrivals(
              arrivals.durations(),
              Map.of(SLOW, new Arrivals.Lateness(5 + rounds, 10 + rounds, timeout)));
      timeout = Patience.of(arrivals, BOTH, 11 + rounds, 2).timeout();
    }

    assertThat(timeout).isBetween(needed, Duration.ofDays(7));
    assertThat(rounds).isEqualTo(7);
  }

  private static Arrivals late(int inARow, long round) {
    return new Arrivals(
        List.of(Duration.ofSeconds(200), Duration.ofSeconds(200), Duration.ofSeconds(200)),
        Map.of(SLOW, new Arrivals.Lateness(inARow, round, Duration.ofSeconds(1600))));
  }

  /** In any order: the newest answers' order says nothing. */
  private static Patience after(long... seconds) {
    List<Duration> durations =
        new ArrayList<>(LongStream.of(seconds).mapToObj(Duration::ofSeconds).toList());
    durations.add(0, durations.remove(durations.size() - 1));
    return Patience.of(new Arrivals(durations, Map.of()), BOTH, 5, 1);
  }
}
