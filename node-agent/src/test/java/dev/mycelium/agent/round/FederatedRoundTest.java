package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FederatedRoundTest {
  @TempDir Path state;

  @Test
  void averagesAsComputedByHand() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B)) {
      RoundManifest manifest = group.called(A, 0);

      group.submit(manifest, A, payload(1, 2), 1);
      group.submit(manifest, B, payload(3, -2), 3);
      Head head = group.hold(B, manifest.head());

      assertThat(head.version()).isEqualTo(1);
      assertThat(head.parentSha()).isEqualTo(manifest.head().sha());
      assertThat(group.payloads.get(head.sha(), PayloadLayout.ofModel(CoordinatedGroup.LAYOUT)))
          .contains(payload(1 + 0.25f * 1 + 0.75f * 3, 2 + 0.25f * 2 - 0.75f * 2));
      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.Completed(head, List.of(A, B), Map.of()));
    }
  }

  @Test
  void waitsForASilentMemberUntilTheDeadlineAndAsksItAgain() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B, C)) {
      RoundManifest first = group.called(A, 0);
      group.submit(first, A, payload(1, 1), 1);
      group.submit(first, B, payload(1, 1), 1);

      group.passDeadline();
      Head head = group.hold(B, first.head());
      RoundManifest second = group.called(C, first.round());
      for (NodeId node : List.of(A, B, C)) {
        group.submit(second, node, payload(1, 1), 1);
      }
      Head next = group.hold(B, head);

      assertThat(group.outcome())
          .isEqualTo(
              new RoundOutcome.Completed(
                  head, List.of(A, B), Map.of(C, "no answer by the deadline")));
      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.Completed(next, List.of(A, B, C), Map.of()));
    }
  }

  @Test
  void makesNoHeadOfTooFewUpdates() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B, C)) {
      RoundManifest manifest = group.called(A, 0);
      group.submit(manifest, C, payload(1, 1), 1);

      group.passDeadline();

      assertThat(group.outcome())
          .isEqualTo(
              new RoundOutcome.TooFewUpdates(
                  2,
                  List.of(C),
                  Map.of(A, "no answer by the deadline", B, "no answer by the deadline")));
      assertThat(group.heads.head()).isEqualTo(manifest.head());
    }
  }

  @Test
  void namesAFailingMemberAndGoesOn() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B, C)) {
      RoundManifest manifest = group.called(A, 0);

      group.coordinator().desk().fail(new RoundFailure(C, manifest.round(), 1, "no memory"));
      group.submit(manifest, A, payload(1, 1), 1);
      group.submit(manifest, B, payload(1, 1), 1);
      Head head = group.hold(B, manifest.head());

      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.Completed(head, List.of(A, B), Map.of(C, "no memory")));
    }
  }

  @Test
  void doesNotWaitForAMemberThatLeft() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B, C)) {
      RoundManifest manifest = group.called(A, 0);
      group.submit(manifest, A, payload(1, 1), 1);
      group.submit(manifest, B, payload(1, 1), 1);

      group.join(2, A, B);
      Head head = group.hold(B, manifest.head());

      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.Completed(head, List.of(A, B), Map.of(C, "left the group")));
    }
  }

  @Test
  void givesTheSameHeadInAnyOrderOfArrival() {
    Map<NodeId, float[]> deltas =
        Map.of(A, new float[] {1e30f, 1}, B, new float[] {-1e30f, 1e-9f}, C, new float[] {1, 3});
    Set<Sha256> shas = new HashSet<>();
    for (List<NodeId> order :
        List.of(List.of(A, B, C), List.of(C, B, A), List.of(B, C, A), List.of(A, C, B))) {
      try (CoordinatedGroup group =
          CoordinatedGroup.on(state.resolve(String.valueOf(order)), A, B, C)) {
        RoundManifest manifest = group.called(A, 0);
        order.forEach(node -> group.submit(manifest, node, payload(deltas.get(node)), 1));
        shas.add(group.hold(B, manifest.head()).sha());
      }
    }

    assertThat(shas).hasSize(1);
  }

  @Test
  void proposesNothingThatOnlyOneNodeHolds() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B)) {
      RoundManifest manifest = group.called(A, 0);
      group.submit(manifest, A, payload(1, 1), 1);
      group.submit(manifest, B, payload(1, 1), 1);
      Head candidate = group.candidate(B, manifest.head());

      group.passDeadline();

      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.Rejected("no other member fetched the candidate in time"));
      assertThat(group.heads.proposals())
          .extracting(HeadProposal::sha)
          .doesNotContain(candidate.sha());
    }
  }

  @Test
  void leavesTheHeadAloneWhenItsEpochIsOver() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B)) {
      RoundManifest manifest = group.called(A, 0);
      group.submit(manifest, A, payload(1, 1), 1);
      group.submit(manifest, B, payload(1, 1), 1);

      group.heads.grant(B);
      Head candidate = group.candidate(B, manifest.head());
      var unused =
          group.coordinator().desk().poll(new Poll(B, 99, candidate.sha(), 0, true), Duration.ZERO);

      assertThat(group.outcome()).isInstanceOf(RoundOutcome.Superseded.class);
      assertThat(group.heads.head()).isEqualTo(manifest.head());
    }
  }

  @Test
  void trainsAloneUntilOthersCome() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A)) {
      RoundManifest manifest = group.called(A, 0);

      group.submit(manifest, A, payload(1, 1), 1);

      assertThat(group.outcome()).isInstanceOf(RoundOutcome.Completed.class);
    }
  }

  @Test
  void needsNoMoreUpdatesBecauseSomebodyJoined() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A)) {
      RoundManifest manifest = group.called(A, 0);

      group.join(2, A, B);
      group.submit(manifest, A, payload(1, 1), 1);
      Head head = group.hold(B, manifest.head());

      assertThat(group.outcome()).isEqualTo(new RoundOutcome.Completed(head, List.of(A), Map.of()));
    }
  }

  @Test
  void neverWaitsForAMemberWithoutData() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B, C)) {
      RoundManifest manifest = group.called(B, 0);
      group.idle(A);
      group.submit(manifest, B, payload(1, 1), 1);
      group.submit(manifest, C, payload(1, 1), 1);
      Head head = group.hold(B, manifest.head());

      RoundManifest next = group.called(B, manifest.round());

      assertThat(group.outcome())
          .isEqualTo(
              new RoundOutcome.Completed(
                  head, List.of(B, C), Map.of(A, "has no data to train on")));
      assertThat(next.asked()).containsExactly(B, C);
    }
  }

  @Test
  void countsALoneTrainerBesideACoordinatorWithoutData() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B)) {
      RoundManifest manifest = group.called(B, 0);

      group.idle(A);
      group.submit(manifest, B, payload(1, 1), 1);
      Head head = group.hold(B, manifest.head());

      assertThat(head.version()).isEqualTo(1);
    }
  }
}
