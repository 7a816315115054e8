package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.aggregation.TrimmedMean;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SynchronousProtocolTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private static final NodeId D = new NodeId("d");
  private static final Membership ALL = new Membership(4, List.of(A, B, C));
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final Instant DEADLINE = NOW.plusSeconds(600);
  private static final Step.Ask CALL = new Step.Ask(List.of(A, B, C), 4, 3, DEADLINE, Map.of());

  private final Protocol protocol = protocol(Duration.ofSeconds(600), null);

  private static Protocol protocol(@Nullable Duration timeout, @Nullable Double overSelection) {
    FederationSpec federation =
        new FederationSpec(new StrategySpec.FedAvg(), null, 0.5, 1, 2, 3, timeout, overSelection);
    return new SynchronousProtocol(new Quorum(federation, 1), new FedAvg()::admits);
  }

  @Test
  void waitsUntilEnoughMembersAreThere() {
    Membership two = new Membership(3, List.of(A, B));

    Step step = protocol.next(before(1, two, Arrivals.none()));

    assertThat(step).isInstanceOf(Step.Wait.class);
  }

  @Test
  void asksUntilTheDeadline() {
    Step.Ask call = (Step.Ask) protocol.next(before(1, ALL, Arrivals.none()));

    assertThat(call.whom()).hasSize(2).isSubsetOf(A, B, C);
    assertThat(call.deadline()).isEqualTo(DEADLINE);
    assertThat(call.membershipVersion()).isEqualTo(4);
  }

  @Test
  void waitsForWhoeverCanStillAnswer() {
    assertThat(protocol.next(view(NOW, ALL, Set.of(A), Set.of(B))))
        .isEqualTo(new Step.Wait(DEADLINE));
    assertThat(protocol.next(view(DEADLINE.minusMillis(1), ALL, Set.of(), Set.of())))
        .isEqualTo(new Step.Wait(DEADLINE));
  }

  @Test
  void closesWhenNobodyElseCanAnswer() {
    Membership left = new Membership(5, List.of(A, B));

    assertThat(protocol.next(view(NOW, ALL, Set.of(A, B, C), Set.of())))
        .isEqualTo(new Step.Close());
    assertThat(protocol.next(view(NOW, ALL, Set.of(A, C), Set.of(B)))).isEqualTo(new Step.Close());
    assertThat(protocol.next(view(NOW, left, Set.of(A, B), Set.of()))).isEqualTo(new Step.Close());
  }

  @Test
  void closesAtTheDeadlineWhoeverIsMissing() {
    assertThat(protocol.next(view(DEADLINE, ALL, Set.of(A), Set.of()))).isEqualTo(new Step.Close());
  }

  @Test
  void asksMoreThanItWantsAndClosesWithAsManyAsItWants() {
    Protocol generous = protocol(Duration.ofSeconds(600), 0.5);

    Step.Ask call = (Step.Ask) generous.next(before(1, ALL, Arrivals.none()));

    assertThat(call.whom()).containsExactly(A, B, C);
    assertThat(generous.next(view(NOW, ALL, Set.of(A), Set.of())))
        .isEqualTo(new Step.Wait(DEADLINE));
    assertThat(generous.next(view(NOW, ALL, Set.of(A, C), Set.of()))).isEqualTo(new Step.Close());
    assertThat(generous.next(view(NOW, new Membership(9, List.of(A, B)), Set.of(A), Set.of())))
        .isEqualTo(new Step.Wait(DEADLINE));
    assertThat(protocol.next(view(NOW, ALL, Set.of(A, C), Set.of())))
        .isEqualTo(new Step.Wait(DEADLINE));
  }

  @Test
  void waitsAsLongAsMembersTookBeforeWhereNobodySaysHowLong() {
    Protocol patient = protocol(null, null);
    Arrivals arrivals = new Arrivals(Collections.nCopies(5, Duration.ofSeconds(200)), Map.of());

    Step.Ask first = (Step.Ask) patient.next(before(1, ALL, Arrivals.none()));
    Step.Ask later = (Step.Ask) patient.next(before(9, ALL, arrivals));

    assertThat(first.deadline()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    assertThat(later.deadline()).isEqualTo(NOW.plusSeconds(200));
  }

  @Test
  void leavesAMemberInPeaceThatIsLateAgainAndAgainUnlessItIsNeeded() {
    Protocol patient = protocol(null, null);
    Membership four = new Membership(4, List.of(A, B, C, D));
    Arrivals arrivals =
        new Arrivals(List.of(), Map.of(B, new Arrivals.Lateness(6, 8, Duration.ofSeconds(480))));

    for (int round = 9; round <= 28; round++) {
      Step.Ask call = (Step.Ask) patient.next(before(round, four, arrivals));
      assertThat(call.whom()).as("round %d", round).doesNotContain(B);
      assertThat(call.notAsked()).containsOnlyKeys(B);
    }
    assertThat(((Step.Ask) patient.next(before(29, four, arrivals))).notAsked()).isEmpty();
    assertThat(((Step.Ask) patient.next(before(9, ALL, arrivals))).notAsked()).isEmpty();
  }

  @Test
  void waitsForAsManyAsTheRuleNeedsAndAsksAllWhereAShareIsTooFew() {
    FederationSpec federation =
        new FederationSpec(
            new StrategySpec.FedAvg(), null, 0.5, 1, 2, 2, Duration.ofSeconds(600), null);
    Protocol trimming =
        new SynchronousProtocol(new Quorum(federation, 1), new TrimmedMean(1)::admits);

    Step two = trimming.next(before(1, new Membership(3, List.of(A, B)), Arrivals.none()));
    Step.Ask three = (Step.Ask) trimming.next(before(1, ALL, Arrivals.none()));

    assertThat(two).isInstanceOf(Step.Wait.class);
    assertThat(three.whom()).containsExactly(A, B, C);
  }

  private static RoundView before(long round, Membership trainers, Arrivals arrivals) {
    return RoundView.before(round, NOW, trainers, arrivals);
  }

  private static RoundView view(
      Instant now, Membership trainers, Set<NodeId> answered, Set<NodeId> failed) {
    return new RoundView(7, now, trainers, CALL, answered, failed, Arrivals.none());
  }
}
