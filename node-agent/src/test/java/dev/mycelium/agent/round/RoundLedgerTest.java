package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerAround;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.MemberWork;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundPhases;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seconds and bytes of rounds whose every step takes a time that is known beforehand. */
class RoundLedgerTest {
  private static final long UPDATE =
      PayloadBlobs.bytes(PayloadLayout.ofModel(CoordinatedGroup.LAYOUT));

  @TempDir Path state;
  @TempDir Path later;

  @Test
  void tellsHowLongPhasesAndMembersTookAndWhatTheyMoved() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B)) {
      RoundManifest manifest = group.called(B, 0);
      group.clock.advance(Duration.ofSeconds(3));
      submit(group, manifest, A, 2.5);
      group.clock.advance(Duration.ofSeconds(4));
      submit(group, manifest, B, null);
      Head candidate = group.candidate(B, manifest.head());
      group.coordinator().sent(B, 120);
      group.coordinator().sent(C, 7);
      group.clock.advance(Duration.ofSeconds(2));
      group.holds(B, candidate, manifest.head());
      var unused = group.outcome();

      RoundReport report = report(group, 1);

      assertThat(report.phases()).isEqualTo(new RoundPhases(7.0, 0.0, 2.0, 0.0));
      assertThat(report.work())
          .isEqualTo(
              Map.of(
                  A.value(), new MemberWork(3.0, 2.5, UPDATE, null),
                  B.value(), new MemberWork(7.0, null, UPDATE, 120L)));
    }
  }

  /** A learner of 5 s and one of 8 s, one after another, and a listener that holds phases up. */
  @Test
  void measuresWhereTrainingHappens() {
    ManualClock clock = new ManualClock();
    try (VirtualGroup group = virtual(clock)) {
      var unused = group.next();
    }

    RoundReport report = new RoundJournal(state).report(CoordinatedGroup.GROUP, 1).orElseThrow();

    assertThat(report.phases()).isEqualTo(new RoundPhases(13.0, 0.0, 20.0, 30.0));
    assertThat(report.work())
        .isEqualTo(
            Map.of(
                A.value(), new MemberWork(5.0, 5.0, UPDATE, null),
                B.value(), new MemberWork(13.0, 8.0, UPDATE, null)));
  }

  /** The instant of the call is not on disk: how long an answer took is lost with the process. */
  @Test
  void keepsOverARestartWhatTheMemberSaidAndWhatItsUpdateWeighs() throws IOException {
    ChainedHeads heads = new ChainedHeads();
    long epoch = heads.grant(A);
    try (CoordinatedGroup killed = new CoordinatedGroup(state, heads, epoch, A, B)) {
      RoundManifest manifest = killed.called(B, 0);
      killed.clock.advance(Duration.ofSeconds(3));
      submit(killed, manifest, A, 2.5);
      CoordinatedGroup.copy(state.resolve("blobs"), later.resolve("blobs"));
      CoordinatedGroup.copy(state.resolve("rounds"), later.resolve("rounds"));
    }
    try (CoordinatedGroup resumed = new CoordinatedGroup(later, heads, epoch, A, B)) {
      RoundManifest manifest = resumed.called(B, 0);
      resumed.clock.advance(Duration.ofSeconds(4));
      submit(resumed, manifest, B, 1.5);
      Head unused = resumed.hold(B, manifest.head());
      var completed = resumed.outcome();

      assertThat(report(resumed, manifest.round()).work())
          .isEqualTo(
              Map.of(
                  A.value(), new MemberWork(null, 2.5, UPDATE, null),
                  B.value(), new MemberWork(4.0, 1.5, UPDATE, null)));
    }
  }

  /** A round that came to nothing cost something too; the next one begins a new page. */
  @Test
  void tellsWhatAFailedRoundCost() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B)) {
      RoundManifest manifest = group.called(B, 0);
      group.clock.advance(Duration.ofSeconds(3));
      submit(group, manifest, A, 2.5);
      group.passDeadline();
      var unused = group.outcome();

      RoundReport report = report(group, 1);

      assertThat(report.phases()).isEqualTo(new RoundPhases(603.0, null, null, null));
      assertThat(requireNonNull(report.work())).containsOnlyKeys(A.value());
    }
  }

  /** A member that trained again after a restart took another time for the same answer. */
  @Test
  void countsAnEchoWhateverTimeItTook() {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B)) {
      RoundManifest manifest = group.called(B, 0);
      submit(group, manifest, A, 2.5);
      submit(group, manifest, B, 2.5);
      Head unused = group.hold(B, manifest.head());
      var completed = group.outcome();

      submit(group, manifest, B, 9.5);
    }
  }

  private static RoundReport report(CoordinatedGroup group, long round) {
    return group.journal.report(CoordinatedGroup.GROUP, round).orElseThrow();
  }

  private static void submit(
      CoordinatedGroup group, RoundManifest manifest, NodeId node, @Nullable Double trained) {
    Sha256 update = group.payloads.put(node.equals(A) ? payload(1, 1) : payload(3, 3));
    Receipt receipt =
        group
            .coordinator()
            .submit(
                new Submission(
                    node, manifest.round(), manifest.epoch(), update, 10, 0.5, 1, trained));
    assertThat(receipt).isInstanceOf(Receipt.Accepted.class);
  }

  private VirtualGroup virtual(ManualClock clock) {
    return new VirtualGroup(
        new VirtualGroup.Setting(
            CoordinatedGroup.GROUP,
            CoordinatedGroup.spec(),
            new FedAvg(),
            new Opening.Drawn(payload(9, -9).model()),
            Map.of(
                A, new Slow(new QuadraticLearner(1, 2, 0), clock, Duration.ofSeconds(5)),
                B, new Slow(new QuadraticLearner(2, 4, 1), clock, Duration.ofSeconds(8))),
            BlobStore.open(state.resolve("blobs"), new BlobLimits(1 << 20, 1 << 26)),
            new RoundJournal(state),
            state,
            clock,
            new Holding(clock),
            1));
  }

  /** Everybody who waits for the end of a phase has to wait for it, too. */
  private record Holding(ManualClock clock) implements RoundListener {
    @Override
    public void reached(RoundManifest manifest, Phase phase) {
      clock.advance(
          switch (phase) {
            case ANNOUNCED, ACCEPTED, COMMITTED -> Duration.ZERO;
            case AGGREGATED -> Duration.ofSeconds(20);
            case HELD -> Duration.ofSeconds(30);
          });
    }

    @Override
    public void ended(RoundManifest manifest, RoundOutcome outcome) {}
  }

  /** Takes so long to learn. */
  private record Slow(Learner learner, ManualClock clock, Duration time) implements LearnerAround {
    @Override
    public LocalUpdate learn(Assignment work, Cancellation stop) {
      clock.advance(time);
      return learner.learn(work, stop);
    }
  }
}
