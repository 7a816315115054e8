package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SynchronousProtocolTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private static final Membership ALL = new Membership(4, List.of(A, B, C));
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final Instant DEADLINE = NOW.plusSeconds(600);
  private static final Step.Ask CALL = new Step.Ask(List.of(A, B, C), 4, DEADLINE);

  private final Protocol protocol =
      new SynchronousProtocol(
          new Quorum(
              new FederationSpec(
                  new StrategySpec.FedAvg(), null, 1, 1, 2, 3, Duration.ofSeconds(600)),
              1));

  @Test
  void waitsUntilEnoughMembersAreThere() {
    Membership two = new Membership(3, List.of(A, B));

    Step step = protocol.next(RoundView.of(null, 1, NOW, two));

    assertThat(step).isInstanceOf(Step.Wait.class);
  }

  @Test
  void asksUntilTheDeadline() {
    assertThat(protocol.next(RoundView.of(null, 1, NOW, ALL))).isEqualTo(CALL);
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

  private static RoundView view(
      Instant now, Membership trainers, Set<NodeId> answered, Set<NodeId> failed) {
    return new RoundView(7, now, trainers, CALL, answered, failed);
  }
}
