package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundJournalTest {
  private static final GroupId GROUP = new GroupId("group-1");

  @TempDir Path state;
  private RoundJournal journal;

  @BeforeEach
  void open() {
    journal = new RoundJournal(state);
  }

  @Test
  void findsTheAttemptThatDidNotEnd() {
    ended(attempt(1, 1));
    RoundManifest open = attempt(2, 1);
    journal.announced(open);
    Submission answer = submission(2, 1, A, blob(20));
    journal.accepted(open, answer);

    RoundJournal reopened = new RoundJournal(state);

    assertThat(reopened.unfinished(GROUP, 1)).contains(Attempt.begun(open, List.of(answer)));
    assertThat(reopened.unfinished(GROUP, 2)).isEmpty();
    assertThat(reopened.lastRound(GROUP)).isEqualTo(2);
  }

  @Test
  void keepsIdsThatAreNoFileNames() {
    NodeId strange = new NodeId("../../etc/passwd \u00e9");
    RoundManifest manifest = attempt(1, 1);
    journal.announced(manifest);

    journal.accepted(manifest, submission(1, 1, strange, blob(1)));

    assertThat(journal.unfinished(GROUP, 1).orElseThrow().submissions())
        .extracting(Submission::nodeId)
        .containsExactly(strange);
  }

  @Test
  void reportsTheNewestEpochOfARound() {
    journal.announced(attempt(3, 1));
    journal.ended(attempt(3, 1), report(3, 1, "superseded"));
    journal.announced(attempt(3, 2));
    journal.ended(attempt(3, 2), report(3, 2, "completed"));

    assertThat(journal.report(GROUP, 3)).contains(report(3, 2, "completed"));
    assertThat(journal.report(GROUP, 4)).isEmpty();
  }

  @Test
  void prunesAllButTheLastFiveAttempts() {
    for (int round = 1; round <= 7; round++) {
      ended(attempt(round, 1));
    }

    var unused = journal.prune(GROUP, RoundJournal.KEPT_ATTEMPTS);

    assertThat(journal.report(GROUP, 2)).isEmpty();
    assertThat(journal.report(GROUP, 3)).isPresent();
    assertThat(journal.lastRound(GROUP)).isEqualTo(7);
  }

  @Test
  void namesOnlyBlobsThatNothingElseNeeds() {
    for (int round = 1; round <= 6; round++) {
      RoundManifest manifest = attempt(round, 1);
      journal.announced(manifest);
      journal.accepted(manifest, submission(round, 1, A, blob(100 + round)));
      journal.accepted(manifest, submission(round, 1, B, blob(200)));
    }
    RoundManifest elsewhere = attempt(new GroupId("group-2"), 1, 1);
    journal.announced(elsewhere);

    var dropped = journal.prune(GROUP, RoundJournal.KEPT_ATTEMPTS);

    assertThat(dropped).containsExactly(blob(101));
    assertThat(journal.referenced()).contains(blob(200), blob(102), elsewhere.head().sha());
  }

  @Test
  void keepsTheFirstHeadOfABranchThatMayBeCommitted() {
    for (int round = 1; round <= 9; round++) {
      provisional(round, round == 1 ? blob(0) : blob(100 + round - 1), blob(100 + round));
      var unused = journal.prune(GROUP, RoundJournal.KEPT_ATTEMPTS);
    }

    assertThat(journal.referenced()).contains(blob(101)).doesNotContain(blob(103));

    provisional(
        10, new Head(1, blob(0), blob(101), 1, 1), new Head(2, blob(101), blob(110), 1, 10));
    assertThat(journal.prune(GROUP, RoundJournal.KEPT_ATTEMPTS))
        .as("the branch is over")
        .contains(blob(0));
  }

  /** A round of the branch after version 0. */
  private void provisional(long round, Sha256 from, Sha256 made) {
    Head base =
        round == 1 ? new Head(0, null, from, 1, 0) : new Head(1, blob(0), from, 1, round - 1);
    provisional(round, base, new Head(1, blob(0), made, 1, round));
  }

  private void provisional(long round, Head base, Head made) {
    RoundManifest like = attempt(round, 1);
    RoundManifest manifest =
        new RoundManifest(
            like.wireVersion(),
            GROUP,
            round,
            1,
            base,
            like.plan(),
            like.strategy(),
            Instant.EPOCH,
            1,
            List.of(A, B),
            2);
    journal.announced(manifest);
    journal.ended(
        manifest, new RoundReport(round, 1, "provisional", "a cause", List.of(A), Map.of(), made));
  }

  @Test
  void isReadByOthersWhileItsCoordinatorWritesAndPrunes() {
    CompletableFuture<Void> coordinator = CompletableFuture.runAsync(() -> writeAndPrune(40));
    List<CompletableFuture<Void>> readers =
        Stream.generate(() -> CompletableFuture.runAsync(() -> readUntil(coordinator)))
            .limit(3)
            .toList();

    assertThat(coordinator).succeedsWithin(60, TimeUnit.SECONDS);
    assertThat(readers)
        .allSatisfy(reader -> assertThat(reader).succeedsWithin(60, TimeUnit.SECONDS));
  }

  @Test
  void takesTheSameSubmissionFromSeveralThreadsAtOnce() {
    RoundManifest manifest = attempt(1, 1);
    journal.announced(manifest);
    Submission submission = submission(1, 1, A, blob(1));

    List<CompletableFuture<Void>> senders =
        Stream.generate(() -> CompletableFuture.runAsync(() -> accept(manifest, submission, 50)))
            .limit(3)
            .toList();

    assertThat(senders)
        .allSatisfy(sender -> assertThat(sender).succeedsWithin(60, TimeUnit.SECONDS));
    assertThat(journal.unfinished(GROUP, 1).orElseThrow().submissions())
        .containsExactly(submission);
  }

  private void writeAndPrune(int rounds) {
    for (int round = 1; round <= rounds; round++) {
      ended(attempt(round, 1));
      var unused = journal.prune(GROUP, RoundJournal.KEPT_ATTEMPTS);
    }
  }

  private void readUntil(CompletableFuture<Void> written) {
    while (!written.isDone()) {
      var newest = journal.report(GROUP, journal.lastRound(GROUP));
      var blobs = journal.referenced();
    }
  }

  private void accept(RoundManifest manifest, Submission submission, int times) {
    for (int i = 0; i < times; i++) {
      journal.accepted(manifest, submission);
    }
  }

  private void ended(RoundManifest manifest) {
    journal.announced(manifest);
    journal.ended(manifest, report(manifest.round(), manifest.epoch(), "completed"));
  }

  private static RoundManifest attempt(long round, long epoch) {
    return attempt(GROUP, round, epoch);
  }

  private static RoundManifest attempt(GroupId group, long round, long epoch) {
    Head head = new Head(round - 1, blob(round - 1), blob(round), epoch, round - 1);
    return new RoundManifest(
        1,
        group,
        round,
        epoch,
        head,
        CoordinatedGroup.spec().training(),
        new StrategySpec.FedAvg(),
        Instant.EPOCH,
        1,
        List.of(A, B),
        2);
  }

  private static RoundReport report(long round, long epoch, String outcome) {
    return new RoundReport(round, epoch, outcome, "a cause", List.of(A), Map.of(), null);
  }

  private static Submission submission(long round, long epoch, NodeId node, Sha256 update) {
    return new Submission(node, round, epoch, update, 10, 0.5, 1);
  }

  private static Sha256 blob(long number) {
    return new Sha256("%064x".formatted(number));
  }
}
