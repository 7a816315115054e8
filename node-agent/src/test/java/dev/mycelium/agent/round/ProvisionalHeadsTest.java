package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a group does while the registry gives no answer, and what becomes of it afterwards. */
class ProvisionalHeadsTest {
  private static final int ROUNDS_AWAY = 8;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void trainsOnAndCommitsTheLastHeadAsTheNextVersion() {
    try (CoordinatedGroup group = CoordinatedGroup.on(folder, A, B)) {
      RoundManifest manifest = group.called(A, 0);
      Head initial = manifest.head();
      group.heads.goAway();
      for (int i = 0; i < ROUNDS_AWAY; i++) {
        Head provisional = provisional(group, manifest, initial);
        assertThat(provisional.version()).isEqualTo(1);
        assertThat(provisional.parentSha()).isEqualTo(initial.sha());
        manifest = group.called(A, manifest.round());
        assertThat(manifest.head()).isEqualTo(provisional);
      }
      assertThat(group.heads.head()).isEqualTo(initial);

      group.heads.comeBack();
      Head head = candidate(group, manifest, initial);
      group.holds(B, head, initial);

      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.Completed(head, List.of(A, B), Map.of()));
      assertThat(group.heads.head()).isEqualTo(head);
      assertThat(head.version()).isEqualTo(1);
      assertThat(head.round()).isEqualTo(1L + ROUNDS_AWAY);
      assertThat(group.payloads.get(head.sha(), PayloadLayout.ofModel(CoordinatedGroup.LAYOUT)))
          .contains(payload(1 + 1 + ROUNDS_AWAY, 2 + 2 * (1 + ROUNDS_AWAY)));
      assertThat(group.blobs.contains(initial.sha())).isTrue();
    }
  }

  @Test
  void callsWhoComesMeanwhileToTheProvisionalHead() {
    try (CoordinatedGroup group = CoordinatedGroup.on(folder, A, B)) {
      RoundManifest first = group.called(A, 0);
      group.heads.goAway();
      Head provisional = provisional(group, first, first.head());
      RoundManifest second = group.called(A, first.round());

      Poll late = new Poll(C, 0, null, 0, true);

      assertThat(group.asked(late).candidate()).isEqualTo(provisional);
      assertThat(group.coordinator().desk().offers(provisional.sha())).isTrue();
      assertThat(second.head()).isEqualTo(provisional);
    }
  }

  @Test
  void goesBackToTheProvisionalHeadWhenTheNextComesToNothing() {
    try (CoordinatedGroup group = CoordinatedGroup.on(folder, A, B)) {
      RoundManifest first = group.called(A, 0);
      group.heads.goAway();
      Head provisional = provisional(group, first, first.head());
      RoundManifest second = group.called(A, first.round());
      Head unheld = candidate(group, second, first.head());

      group.passDeadline();

      assertThat(group.outcome()).isInstanceOf(RoundOutcome.Rejected.class);
      Poll holder = new Poll(B, Long.MAX_VALUE, unheld.sha(), 0, true);
      assertThat(group.asked(holder).candidate()).isEqualTo(provisional);
    }
  }

  @Test
  void dropsWhatWasTrainedWhenAnotherTermBegan() {
    try (CoordinatedGroup group = CoordinatedGroup.on(folder, A, B)) {
      RoundManifest first = group.called(A, 0);
      group.heads.goAway();
      provisional(group, first, first.head());
      RoundManifest second = group.called(A, first.round());

      group.heads.grant(B);
      group.heads.comeBack();
      group.holds(B, candidate(group, second, first.head()), first.head());

      assertThat(group.outcome())
          .isInstanceOfSatisfying(
              RoundOutcome.Superseded.class,
              end ->
                  assertThat(end.cause())
                      .endsWith("what was trained provisionally after version 0 is dropped"));
      assertThat(group.heads.head()).isEqualTo(first.head());
    }
  }

  @Test
  void goesOnFromAProvisionalHeadAfterAKill() throws IOException {
    ChainedHeads heads = new ChainedHeads();
    long epoch = heads.grant(A);
    Path afterKill = folder.resolve("after-kill");
    Path state = folder.resolve("state");
    Head initial;
    RoundManifest second;
    try (CoordinatedGroup group = new CoordinatedGroup(state, heads, epoch, A, B)) {
      RoundManifest first = group.called(A, 0);
      initial = first.head();
      heads.goAway();
      provisional(group, first, initial);
      second = group.called(A, first.round());
      group.submit(second, A, payload(1, 2), 1);
      CoordinatedGroup.copy(state, afterKill);
    }

    try (CoordinatedGroup restarted = new CoordinatedGroup(afterKill, heads, epoch, A, B)) {
      assertThat(restarted.called(B, 0)).isEqualTo(second);
      heads.comeBack();
      Head head = candidate(restarted, second, initial);
      restarted.holds(B, head, initial);

      assertThat(restarted.outcome()).isInstanceOf(RoundOutcome.Completed.class);
      assertThat(heads.head()).isEqualTo(head);
      assertThat(head.version()).isEqualTo(1);
    }
  }

  @Test
  void goesOnFromAProvisionalHeadInTheNextTermAndAfterARoundThatFailed() {
    ChainedHeads heads = new ChainedHeads();
    Head initial;
    Head provisional;
    try (CoordinatedGroup group = new CoordinatedGroup(folder, heads, heads.grant(A), A, B)) {
      RoundManifest first = group.called(A, 0);
      initial = first.head();
      heads.goAway();
      provisional = provisional(group, first, initial);
      group.called(A, first.round());
    }

    heads.comeBack();
    long vacated = heads.grant(B);
    try (CoordinatedGroup again = new CoordinatedGroup(folder, heads, heads.grant(A), A, B)) {
      RoundManifest failing = again.called(A, 0);
      assertThat(failing.head()).isEqualTo(provisional);
      again.passDeadline();
      assertThat(again.outcome()).isInstanceOf(RoundOutcome.TooFewUpdates.class);
      RoundManifest next = calledAfterAPause(again, failing.round());
      assertThat(next.head()).isEqualTo(provisional);
      Head head = candidate(again, next, initial);
      again.holds(B, head, initial);

      assertThat(again.outcome()).isInstanceOf(RoundOutcome.Completed.class);
      assertThat(heads.head()).isEqualTo(head);
      assertThat(head.epoch()).isEqualTo(vacated + 1);
    }
  }

  @Test
  void isAheadOfTheRegistryUntilACommitAndAlsoWhileItWaitsForMembers() {
    ChainedHeads heads = new ChainedHeads();
    Head initial;
    try (CoordinatedGroup group = new CoordinatedGroup(folder, heads, heads.grant(A), A, B)) {
      RoundManifest first = group.called(A, 0);
      initial = first.head();
      assertThat(group.coordinator().desk().isAhead()).isFalse();
      heads.goAway();
      provisional(group, first, initial);
      assertThat(group.coordinator().desk().isAhead()).isTrue();
    }

    heads.comeBack();
    var unused = heads.grant(B);
    try (CoordinatedGroup again = new CoordinatedGroup(folder, heads, heads.grant(A))) {
      await().atMost(SOON).until(again.coordinator().desk()::isAhead);
      again.join(2, A, B);
      RoundManifest next = again.called(A, 0);
      Head head = candidate(again, next, initial);
      again.holds(B, head, initial);

      assertThat(again.outcome()).isInstanceOf(RoundOutcome.Completed.class);
      assertThat(again.coordinator().desk().isAhead()).isFalse();
    }
  }

  @Test
  void waitsForTheRegistryWithTheLastRound() {
    try (CoordinatedGroup group = CoordinatedGroup.forOneRound(folder, A, B)) {
      RoundManifest only = group.called(A, 0);
      group.heads.goAway();
      Head candidate = candidate(group, only, only.head());
      group.holds(B, candidate, only.head());
      int asked = group.heads.proposals().size();
      await()
          .atMost(Duration.ofMinutes(5))
          .until(
              () -> {
                group.clock.advance(Duration.ofSeconds(1));
                group.coordinator().desk().uploaded();
                return group.heads.proposals().size() > asked + 2;
              });

      group.heads.comeBack();
      await()
          .atMost(Duration.ofMinutes(5))
          .until(
              () -> {
                group.clock.advance(Duration.ofSeconds(1));
                group.coordinator().desk().uploaded();
                return candidate.equals(group.heads.head());
              });

      assertThat(group.outcome())
          .isEqualTo(new RoundOutcome.Completed(candidate, List.of(A, B), Map.of()));
    }
  }

  private static RoundManifest calledAfterAPause(CoordinatedGroup group, long round) {
    Poll poll = new Poll(A, round, null, 0, true);
    return await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              group.clock.advance(Duration.ofSeconds(1));
              group.coordinator().desk().uploaded();
              return group.asked(poll).manifest();
            },
            Objects::nonNull);
  }

  /** Both members answer; the candidate that comes of it, not yet held by anybody else. */
  private static Head candidate(CoordinatedGroup group, RoundManifest manifest, Head committed) {
    group.submit(manifest, A, payload(1, 2), 1);
    group.submit(manifest, B, payload(1, 2), 1);
    Poll before = new Poll(B, Long.MAX_VALUE, manifest.head().sha(), committed.version(), true);
    return Objects.requireNonNull(group.asked(before).candidate(), "candidate");
  }

  /** A whole round whose head nobody commits. */
  private static Head provisional(CoordinatedGroup group, RoundManifest manifest, Head committed) {
    Head candidate = candidate(group, manifest, committed);
    group.holds(B, candidate, committed);
    assertThat(group.outcome())
        .isEqualTo(
            new RoundOutcome.Provisional(candidate, List.of(A, B), Map.of(), "nobody answers"));
    return candidate;
  }
}
