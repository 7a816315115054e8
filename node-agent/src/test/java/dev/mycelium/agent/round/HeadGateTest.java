package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.GROUP;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.round.CoordinatedGroup.Rule;
import dev.mycelium.wire.group.RollbackSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadVerdict;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Submission;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator makes of what members found of its heads. */
class HeadGateTest {
  private static final Rule JUDGED =
      new Rule(
          new StrategySpec.FedAvg(), new FedAvg(), Duration.ofMinutes(10), new RollbackSpec(0.05));

  @TempDir Path state;
  private final ChainedHeads heads = new ChainedHeads();
  private Head first;
  private Head second;

  @BeforeEach
  void twoVersions() {
    try (CoordinatedGroup group = group()) {
      first = group.called(A, 0).head();
      heads.judge(found(first, null));
      second = round(group, group.called(A, 0), 1);
    }
  }

  @Test
  void putsTheBestHeadInThePlaceOfAWorseOneWithinOneRound() {
    try (CoordinatedGroup group = group()) {
      RoundManifest running = group.called(A, 0);
      group.submit(running, A, payload(1, 1), 1);
      heads.judge(found(first, new HeadVerdict(1, HeadVerdict.WORSE, "0.1 after 0.9")));
      group.submit(running, B, payload(1, 1), 1);
      RoundOutcome superseded = group.outcome();
      Head restored = group.hold(B, second);
      heads.judge(found(first, new HeadVerdict(2, HeadVerdict.ROLLED_BACK, "back")));
      RoundManifest next = group.called(A, running.round());

      assertThat(superseded)
          .isEqualTo(
              new RoundOutcome.Withdrawn(
                  "trained from a worse head. Back to version 0: 0.1 after 0.9"));
      assertThat(superseded.report(running).outcome()).isEqualTo("superseded");
      assertThat(restored.version()).isEqualTo(2);
      assertThat(restored.parentSha()).isEqualTo(second.sha());
      assertThat(restored.sha()).isEqualTo(first.sha());
      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.RolledBack(restored, "Back to version 0: 0.1 after 0.9"));
      assertThat(group.journal.report(GROUP, restored.round()))
          .map(RoundReport::outcome)
          .contains("rolled_back");
      assertThat(next.head()).isEqualTo(restored);
    }
  }

  @Test
  void aSuccessorRollsBackBeforeItBeginsARound() {
    heads.judge(found(first, new HeadVerdict(1, HeadVerdict.WORSE, "0.1 after 0.9")));

    try (CoordinatedGroup successor = group()) {
      Head restored = successor.hold(B, second);

      assertThat(restored.sha()).isEqualTo(first.sha());
      assertThat(successor.outcome()).isInstanceOf(RoundOutcome.RolledBack.class);
      assertThat(heads.head()).isEqualTo(restored);
    }
  }

  /** Anybody may name any blob in a submission; what is refused takes nothing with it. */
  @Test
  void keepsTheBestHeadWhateverIsSubmitted() {
    try (CoordinatedGroup group = group()) {
      heads.judge(found(first, new HeadVerdict(1, HeadVerdict.AS_GOOD, "0.9 after 0.9")));
      Head third = round(group, group.called(A, 0), 2);
      Receipt refused = group.coordinator().submit(new Submission(B, 1, 1, first.sha(), 1, 0.5, 1));

      assertThat(third.version()).isEqualTo(2);
      assertThat(refused).isInstanceOf(Receipt.Refused.class);
      assertThat(group.blobs.contains(first.sha())).isTrue();
    }
  }

  @Test
  void holdsACandidateBackUntilItsParentIsJudged() {
    try (CoordinatedGroup group = group()) {
      RoundManifest running = group.called(A, 0);
      heads.judgeAfter(2, found(first, new HeadVerdict(1, HeadVerdict.WORSE, "0.1 after 0.9")));
      group.submit(running, A, payload(1, 1), 1);
      group.submit(running, B, payload(1, 1), 1);
      group.passTimeUntil(group::hasOutcome);

      assertThat(group.outcome()).isInstanceOf(RoundOutcome.Withdrawn.class);
    }
  }

  @Test
  void goesOnWithoutAJudgementThatNobodyGives() {
    try (CoordinatedGroup group = group()) {
      RoundManifest running = group.called(A, 0);
      group.submit(running, A, payload(1, 1), 1);
      group.submit(running, B, payload(1, 1), 1);
      group.passTimeUntil(() -> group.isOffered(second));

      assertThat(group.hold(B, second).version()).isEqualTo(2);
    }
  }

  @Test
  void keepsTheBestHeadHoweverManyRoundsFollow() {
    try (CoordinatedGroup group = group()) {
      Head head = second;
      for (long round = 2; round < 10; round++) {
        RoundManifest call = group.called(A, round - 1);
        heads.judge(found(first, new HeadVerdict(round, HeadVerdict.AS_GOOD, "alike")));
        head = round(group, call, round);
        assertThat(group.outcome()).isInstanceOf(RoundOutcome.Completed.class);
      }

      assertThat(group.blobs.contains(first.sha())).isTrue();
      assertThat(group.blobs.contains(second.sha())).isFalse();
      assertThat(group.asked(new Poll(B, 99, null, 0, true)).keep()).isEqualTo(first.sha());
    }
  }

  @Test
  void restsWhereTheRegistrySaysThatHeadsGetNoBetter() {
    heads.judge(
        new Judgement(best(first), new HeadVerdict(1, HeadVerdict.AS_GOOD, "alike"), second));

    try (CoordinatedGroup group = group()) {
      assertThat(group.rest()).isEqualTo(second);
    }
  }

  @Test
  void endsWithTheHeadThatTheRegistryNamesThoughARoundRuns() {
    try (CoordinatedGroup group = group()) {
      RoundManifest running = group.called(A, 0);
      group.submit(running, A, payload(1, 1), 1);
      heads.judge(
          new Judgement(best(first), new HeadVerdict(1, HeadVerdict.AS_GOOD, "alike"), second));
      group.submit(running, B, payload(1, 1), 1);

      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.Withdrawn("the group rests with version 1"));
      assertThat(group.rest()).isEqualTo(second);
      assertThat(heads.head()).isEqualTo(second);
    }
  }

  @Test
  void doesNotRestWithAWorseHead() {
    heads.judge(new Judgement(best(first), new HeadVerdict(1, HeadVerdict.WORSE, "worse"), second));

    try (CoordinatedGroup group = group()) {
      Head restored = group.hold(B, second);
      heads.judge(
          new Judgement(
              best(first), new HeadVerdict(2, HeadVerdict.ROLLED_BACK, "back"), restored));

      assertThat(group.rest().sha()).isEqualTo(first.sha());
    }
  }

  private CoordinatedGroup group() {
    return new CoordinatedGroup(state, heads, JUDGED, heads.grant(A), A, B);
  }

  /** Members a and b answer {@code call}; b fetches what comes of it. */
  private static Head round(CoordinatedGroup group, RoundManifest call, long seed) {
    group.submit(call, A, payload(seed, 1), 1);
    group.submit(call, B, payload(1, seed), 1);
    return group.hold(B, call.head());
  }

  private static Judgement found(Head best, HeadVerdict verdict) {
    return new Judgement(best(best), verdict, null);
  }

  private static BestHead best(Head head) {
    return new BestHead(head.version(), head.sha(), 0.9, 100, 2);
  }
}
