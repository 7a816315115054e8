package dev.mycelium.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.rules.Yardstick.Bounds;
import dev.mycelium.rules.Yardstick.Comparison;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YardstickTest {
  private static final Bounds BOUNDS = new Bounds(0.05, 0.01);

  @Test
  void findsAHeadWorseThatMostMembersFindWorse() {
    Comparison found = yardstick(5, 0.8, 0.7, 0.6).compare(yardstick(6, 0.7, 0.5, 0.9), BOUNDS);

    assertThat(found)
        .isEqualTo(
            new Comparison.Worse(
                "Version 6 scores 0.7000, version 5 scored 0.7000 with the same 3 of 3 members,"
                    + " tolerance 0.05000"));
  }

  @Test
  void toleratesWhatIsToleratedAndNothingMore() {
    Yardstick best = yardstick(5, 0.5, 0.5, 0.5);

    assertThat(best.compare(yardstick(6, 0.45, 0.45, 0.45), new Bounds(0.0625, 0)))
        .isInstanceOf(Comparison.AsGood.class);
    assertThat(best.compare(yardstick(6, 0.4375, 0.4375, 0.4375), new Bounds(0.0625, 0)))
        .isInstanceOf(Comparison.AsGood.class);
    assertThat(best.compare(yardstick(6, 0.43, 0.43, 0.43), new Bounds(0.0625, 0)))
        .isInstanceOf(Comparison.Worse.class);
    assertThat(best.compare(yardstick(6, -9, -9, -9), new Bounds(Double.POSITIVE_INFINITY, 0)))
        .isInstanceOf(Comparison.AsGood.class);
  }

  @Test
  void takesAHeadForBetterOnlyByMoreThanTheLeastChange() {
    Yardstick best = yardstick(5, 0.5, 0.5, 0.5);

    assertThat(best.compare(yardstick(6, 0.5625, 0.5625, 0.5625), new Bounds(1, 0.0625)))
        .isInstanceOf(Comparison.AsGood.class);
    assertThat(best.compare(yardstick(6, 0.57, 0.57, 0.57), new Bounds(1, 0.0625)))
        .isInstanceOf(Comparison.Better.class);
  }

  @Test
  void waitsForTheVotesThatDecide() {
    Yardstick best = yardstick(5, 0.5, 0.5, 0.5);

    assertThat(best.compare(yardstick(6, 0.1), BOUNDS)).isInstanceOf(Comparison.Open.class);
    assertThat(best.compare(yardstick(6, 0.1, 0.1), BOUNDS)).isInstanceOf(Comparison.Worse.class);
  }

  @Test
  void leavesAnAloneMemberItsOwnJudgement() {
    assertThat(yardstick(5, 0.5).compare(yardstick(6, 0.1), BOUNDS))
        .isInstanceOf(Comparison.Worse.class);
  }

  @Test
  void givesWayWhereMostMembersNeverScoredTheBestHead() {
    Yardstick founder = yardstick(5, 0.9);

    assertThat(founder.compare(yardstick(6, 0.1, 0.1, 0.1), BOUNDS))
        .isEqualTo(
            new Comparison.Better("Most members that scored version 6 never scored version 5"));
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void oneMemberDecidesNothingAndHoldsNothingUp(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int members = random.nextInt(3, 9);
    Map<NodeId, Score> before = new HashMap<>();
    Map<NodeId, Score> worse = new HashMap<>();
    Map<NodeId, Score> alike = new HashMap<>();
    for (int i = 1; i < members; i++) {
      long examples = random.nextLong(1, 1000);
      before.put(node(i), score(0.5, examples, 5));
      worse.put(node(i), score(0.5 - random.nextDouble(0.06, 0.5), examples, 6));
      alike.put(node(i), score(0.5 + random.nextDouble(-0.04, 0.005), examples, 6));
    }
    long claimed = random.nextBoolean() ? Long.MAX_VALUE / 2 : 1;
    before.put(node(0), score(random.nextDouble(-1e9, 1e9), claimed, 5));
    if (random.nextBoolean()) {
      Score lie = score(random.nextDouble(-1e9, 1e9), claimed, 6);
      worse.put(node(0), lie);
      alike.put(node(0), lie);
    }

    Yardstick best = new Yardstick(5, before);

    assertThat(best.compare(new Yardstick(6, worse), BOUNDS))
        .as("seed " + seed)
        .isInstanceOf(Comparison.Worse.class);
    assertThat(best.compare(new Yardstick(6, alike), BOUNDS))
        .as("seed " + seed)
        .isInstanceOf(Comparison.AsGood.class);
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void noLaterVoteTurnsAVerdict(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int members = random.nextInt(1, 9);
    Map<NodeId, Score> before = new HashMap<>();
    List<NodeId> order = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      before.put(node(i), score(0.5, random.nextLong(1, 100), 5));
      order.add(random.nextInt(order.size() + 1), node(i));
    }
    Yardstick best = new Yardstick(5, before);
    Map<NodeId, Score> newer = new HashMap<>();
    Class<?> verdict = Comparison.Open.class;

    for (NodeId node : order) {
      newer.put(node, score(random.nextDouble(), 10, 6));
      Class<?> now = best.compare(new Yardstick(6, newer), BOUNDS).getClass();
      if (verdict != Comparison.Open.class) {
        assertThat(now).as("seed " + seed).isEqualTo(verdict);
      }
      verdict = now;
    }
    assertThat(verdict).as("seed " + seed).isNotEqualTo(Comparison.Open.class);
  }

  private static Yardstick yardstick(long version, double... values) {
    Map<NodeId, Score> scores = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      scores.put(node(i), score(values[i], 100, version));
    }
    return new Yardstick(version, scores);
  }

  private static NodeId node(int i) {
    return new NodeId("node-" + i);
  }

  private static Score score(double value, long examples, long version) {
    return new Score(value, 1, examples, version);
  }
}
