package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.RollbackSpec;
import dev.mycelium.wire.group.SelectionSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of how many are asked, waited for and needed; each seed draws a group of its own. */
class QuorumTest {
  private static final FederationSpec FLOWER = FederationSpec.defaults();

  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void asksAShareOfTheMembersButNeverFewerThanItNeeds(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Quorum quorum = quorum(random);
    Membership members = members(random.nextInt(1, 40));
    int all = members.members().size();

    List<NodeId> asked = quorum.asked(members, random.nextLong(1, 1000), Map.of());

    int share = (int) (quorum.federation().fractionFit() * all);
    assertThat(asked)
        .hasSize(Math.min(all, Math.max(quorum.federation().minFitClients(), share)))
        .isSorted()
        .doesNotHaveDuplicates()
        .isSubsetOf(members.members());
    assertThat(quorum.needed(asked.size())).isBetween(1, asked.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void asksTheSameForTheSameSeedAndRound(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Quorum quorum = quorum(random);
    Membership members = members(20);
    long round = random.nextLong(1, 1000);

    assertThat(quorum.asked(members, round, Map.of()))
        .isEqualTo(new Quorum(quorum.federation(), quorum.seed()).asked(members, round, Map.of()));
  }

  @ParameterizedTest(name = "{0} members, {1} more")
  @CsvSource({"50, 0.1, 55, 50", "100, 0.1, 110, 100", "10, 0.3, 13, 10", "7, 0.5, 11, 7"})
  void asksMoreThanItWantsBySoMuchAndNoMore(int wanted, double share, int asked, int plenty) {
    FederationSpec federation =
        new FederationSpec(
            new StrategySpec.FedAvg(), null, 0.1, 1, 2, 2, Duration.ofSeconds(1), share);
    Quorum quorum = new Quorum(federation, 1);

    assertThat(quorum.asked(members(wanted * 10), 3, Map.of())).hasSize(asked);
    assertThat(quorum.isPlenty(plenty, asked)).isTrue();
    assertThat(quorum.isPlenty(plenty - 1, asked)).isFalse();
  }

  @Test
  void asksEveryMemberInTime() {
    Quorum quorum = new Quorum(federation(0.1, 0.5, 2, 2), 1);
    Membership members = members(20);

    List<NodeId> everAsked =
        IntStream.rangeClosed(1, 200)
            .boxed()
            .flatMap(round -> quorum.asked(members, round, Map.of()).stream())
            .distinct()
            .toList();

    assertThat(everAsked).containsExactlyInAnyOrderElementsOf(members.members());
  }

  @Test
  void asksRatherThoseThatAnsweredFasterIfItIsToldTo() {
    Membership members = members(20);
    NodeId slow = members.members().get(7);
    Map<NodeId, Duration> took =
        members.members().stream()
            .collect(
                Collectors.toMap(
                    node -> node, node -> Duration.ofSeconds(node.equals(slow) ? 100 : 10)));

    assertThat(timesAsked(null, slow, took)).isGreaterThan(400);
    assertThat(timesAsked(new SelectionSpec.Fast(0.1), slow, took)).isBetween(1L, 150L);
  }

  /** How often one of twenty is among ten in a thousand rounds. */
  private static long timesAsked(
      @Nullable SelectionSpec selection, NodeId node, Map<NodeId, Duration> took) {
    FederationSpec federation =
        new FederationSpec(
            new StrategySpec.FedAvg(),
            null,
            0.5,
            1,
            2,
            2,
            null,
            null,
            null,
            null,
            null,
            null,
            selection);
    Quorum quorum = new Quorum(federation, 1);
    return IntStream.range(0, 1000)
        .filter(round -> quorum.asked(members(20), round, took).contains(node))
        .count();
  }

  @Test
  void scoresByTheSameMembersWhereHeadsAreCompared() {
    FederationSpec federation =
        new FederationSpec(
            new StrategySpec.FedAvg(),
            null,
            1,
            0.2,
            2,
            2,
            null,
            null,
            null,
            null,
            new RollbackSpec(0.1),
            null,
            null);
    Quorum quorum = new Quorum(federation, 1);

    assertThat(quorum.scoring(members(10), 3)).hasSize(2).isEqualTo(quorum.scoring(members(10), 9));
    assertThat(quorum.scoring(members(3), 3)).hasSize(1);
  }

  @Test
  void scoresByAllMembersOrByNone() {
    Membership members = members(7);

    assertThat(new Quorum(federation(1, 1, 2, 2), 1).scoring(members, 3))
        .isEqualTo(members.members());
    assertThat(new Quorum(federation(1, 0, 2, 2), 1).scoring(members, 3)).isEmpty();
  }

  @Test
  void beginsWithALoneMemberOrWithEnough() {
    Quorum quorum = new Quorum(federation(1, 1, 2, 4), 1);

    assertThat(IntStream.rangeClosed(0, 5).filter(quorum::mayBegin)).containsExactly(1, 4, 5);
  }

  @Test
  void needsWhatItAsksForOrAllThatCanAnswer() {
    Quorum quorum = new Quorum(federation(1, 1, 3, 2), 1);

    assertThat(IntStream.rangeClosed(0, 5).map(quorum::needed)).containsExactly(1, 1, 2, 3, 3, 3);
  }

  @Test
  void wantsASecondHolderWhereThereIsASecondMember() {
    Quorum quorum = new Quorum(FLOWER, 1);

    assertThat(IntStream.rangeClosed(0, 4).map(quorum::holders)).containsExactly(1, 1, 2, 2, 2);
  }

  private static Quorum quorum(SplittableRandom random) {
    FederationSpec federation =
        federation(random.nextDouble(0.01, 1), random.nextDouble(), random.nextInt(1, 10), 2);
    return new Quorum(federation, random.nextLong());
  }

  private static FederationSpec federation(double fit, double evaluate, int minFit, int available) {
    return new FederationSpec(
        new StrategySpec.FedAvg(), null, fit, evaluate, minFit, available, Duration.ofMinutes(1));
  }

  private static Membership members(int count) {
    return new Membership(
        1, IntStream.range(0, count).mapToObj(i -> new NodeId("node-" + i)).toList());
  }
}
