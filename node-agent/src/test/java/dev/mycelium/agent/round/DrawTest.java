package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.wire.group.SelectionSpec;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of who is drawn; each seed draws from a group of its own. */
class DrawTest {
  private static final SelectionSpec FAST = new SelectionSpec.Fast(null);

  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void drawsAsManyAsAreWantedAndNobodyTwice(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<NodeId> members = members(random.nextInt(1, 30));
    int wanted = random.nextInt(0, 35);
    Map<NodeId, Duration> took = new HashMap<>();
    members.stream()
        .filter(node -> random.nextBoolean())
        .forEach(node -> took.put(node, Duration.ofMillis(random.nextLong(0, 10_000))));

    List<NodeId> drawn = new Draw(FAST, new SplittableRandom(seed)).of(members, wanted, took);

    assertThat(drawn)
        .hasSize(Math.min(wanted, members.size()))
        .isSorted()
        .doesNotHaveDuplicates()
        .isSubsetOf(members);
    assertThat(new Draw(FAST, new SplittableRandom(seed)).of(members, wanted, took))
        .isEqualTo(drawn);
  }

  @Test
  void drawsSlowMembersLessOftenAndStillDrawsThem() {
    List<NodeId> members = members(10);
    Map<NodeId, Duration> took = new HashMap<>();
    members.forEach(node -> took.put(node, Duration.ofSeconds(10)));
    NodeId slow = members.get(3);
    took.put(slow, Duration.ofSeconds(40));
    SplittableRandom random = new SplittableRandom(1);

    double share = share(new Draw(FAST, random), members, took, slow);

    // one of five is drawn alike: 1/10; then four of the nine others, 4/9 if it weighed as much
    assertThat(share).isBetween(0.11, 0.2);
    assertThat(share(new Draw(null, random), members, took, slow)).isCloseTo(0.5, within(0.05));
  }

  @Test
  void drawsAlikeWhereNothingIsKnown() {
    List<NodeId> members = members(10);
    Draw draw = new Draw(FAST, new SplittableRandom(1));

    assertThat(share(draw, members, Map.of(), members.get(3))).isCloseTo(0.5, within(0.05));
  }

  @Test
  void takesNobodyForSlowerThanTheSlowestOfAlikes() {
    List<NodeId> members = members(10);
    Map<NodeId, Duration> took = new HashMap<>();
    members.forEach(node -> took.put(node, Duration.ZERO));
    Draw draw = new Draw(FAST, new SplittableRandom(1));

    assertThat(share(draw, members, took, members.get(3))).isCloseTo(0.5, within(0.05));
  }

  /** How often {@code node} is among five. */
  private static double share(
      Draw draw, List<NodeId> members, Map<NodeId, Duration> took, NodeId node) {
    int draws = 2000;
    return IntStream.range(0, draws).filter(i -> draw.of(members, 5, took).contains(node)).count()
        / (double) draws;
  }

  private static List<NodeId> members(int count) {
    return IntStream.range(0, count).mapToObj(i -> new NodeId("node-" + i)).sorted().toList();
  }
}
