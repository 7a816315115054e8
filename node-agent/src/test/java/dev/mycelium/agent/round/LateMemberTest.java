package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.round.CoordinatedGroup.Rule;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group whose spec names no deadline, and a member that does not keep it. */
class LateMemberTest {
  private static final Rule PATIENT = new Rule(new StrategySpec.FedAvg(), new FedAvg(), null);

  @TempDir Path state;

  @Test
  void givesALateMemberMoreTimeAndThenLeavesItInPeace() {
    ChainedHeads heads = new ChainedHeads();
    try (CoordinatedGroup group =
        new CoordinatedGroup(state, heads, PATIENT, heads.grant(A), A, B, C)) {
      Head head = round(group, group.called(A, 0), A, B, C);
      head = round(group, group.called(A, head.round()), A, B, C);
      List<Long> minutes = new ArrayList<>();
      for (int late = 0; late < 6; late++) {
        RoundManifest manifest = group.called(A, head.round());
        assertThat(manifest.asked()).containsExactly(A, B, C);
        minutes.add(minutes(group, manifest));
        head = lateRound(group, manifest);
      }

      RoundManifest without = group.called(A, head.round());
      head = round(group, without, A, B);

      assertThat(minutes).containsExactly(1L, 1L, 1L, 2L, 4L, 8L);
      assertThat(without.asked()).containsExactly(A, B);
      assertThat(minutes(group, without)).isEqualTo(1);
      assertThat(report(group, head).missing())
          .containsEntry(
              C.value(),
              "not asked: late 6 times in a row, the last time after 480 s (usual here: 60 s);"
                  + " asked again in round 29");
    }
  }

  @Test
  void takesItBackAsSoonAsItAnswersInTime() {
    ChainedHeads heads = new ChainedHeads();
    try (CoordinatedGroup group =
        new CoordinatedGroup(state, heads, PATIENT, heads.grant(A), A, B, C)) {
      Head head = round(group, group.called(A, 0), A, B, C);
      head = round(group, group.called(A, head.round()), A, B, C);
      for (int late = 0; late < 3; late++) {
        head = lateRound(group, group.called(A, head.round()));
      }
      RoundManifest longer = group.called(A, head.round());
      head = round(group, longer, A, B, C);

      assertThat(minutes(group, longer)).isEqualTo(2);
      assertThat(minutes(group, group.called(A, head.round()))).isEqualTo(1);
    }
  }

  /** What a restarted coordinator waits for began before it: it learns nothing from that. */
  @Test
  void learnsNothingFromTheFirstRoundOfATerm() {
    ChainedHeads heads = new ChainedHeads();
    try (CoordinatedGroup group =
        new CoordinatedGroup(state, heads, PATIENT, heads.grant(A), A, B, C)) {
      Head head = round(group, group.called(A, 0), A, B, C);

      assertThat(minutes(group, group.called(A, head.round()))).isEqualTo(10);
    }
  }

  private static long minutes(CoordinatedGroup group, RoundManifest manifest) {
    return Duration.between(group.clock.instant(), manifest.deadline()).toMinutes();
  }

  private static RoundReport report(CoordinatedGroup group, Head head) {
    return group.journal.report(CoordinatedGroup.GROUP, head.round()).orElseThrow();
  }

  private static Head round(CoordinatedGroup group, RoundManifest manifest, NodeId... members) {
    for (NodeId node : members) {
      assertThat(group.submit(manifest, node, payload(1, 1), 1)).isEqualTo(new Receipt.Accepted());
    }
    Head head = group.hold(B, manifest.head());
    RoundOutcome unused = group.outcome();
    return head;
  }

  /** Only a and b answer, and the deadline passes. */
  private static Head lateRound(CoordinatedGroup group, RoundManifest manifest) {
    for (NodeId node : List.of(A, B)) {
      assertThat(group.submit(manifest, node, payload(1, 1), 1)).isEqualTo(new Receipt.Accepted());
    }
    group.clock.advance(Duration.between(group.clock.instant(), manifest.deadline()));
    group.coordinator().desk().uploaded();
    Head head = group.hold(B, manifest.head());
    RoundOutcome unused = group.outcome();
    return head;
  }
}
