package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of updates as they come in: a round of nodes a, b and c. */
class SubmissionsTest {
  private static final Receipt ACCEPTED = new Receipt.Accepted();

  @TempDir Path state;
  private CoordinatedGroup group;
  private RoundManifest manifest;

  @BeforeEach
  void begin() {
    group = CoordinatedGroup.on(state, A, B, C);
    manifest = group.called(A, 0);
  }

  @AfterEach
  void end() {
    group.close();
  }

  @Test
  void refusesNumbersThatAreNotFiniteByName() {
    group.submit(manifest, A, payload(1, 1), 1);
    group.submit(manifest, B, payload(1, 1), 1);

    Receipt receipt = group.submit(manifest, C, payload(0, Float.NaN), 1);
    Head head = group.hold(B, manifest.head());

    assertThat(refused(receipt).type()).isEqualTo(ProblemType.NON_FINITE);
    assertThat(refused(receipt).reason()).contains("model/w");
    assertThat(group.outcome())
        .isEqualTo(
            new RoundOutcome.Completed(head, List.of(A, B), Map.of(C, refused(receipt).reason())));
  }

  @Test
  void refusesAnotherShapeByNameAndDropsIt() {
    TensorLayout larger = TensorLayout.of(TensorSpec.of("w", 3));
    Sha256 misshapen = group.payloads.put(Payload.ofModel(Tensors.of(larger, 1, 2, 3)));

    Receipt receipt = group.submit(manifest, C, misshapen, 1);

    assertThat(refused(receipt).type()).isEqualTo(ProblemType.LAYOUT_MISMATCH);
    assertThat(refused(receipt).reason()).contains("model/w").contains("[3]").contains("[2]");
    assertThat(group.blobs.contains(misshapen)).isFalse();
  }

  @Test
  void refusesAnUpdateThatWasNotUploaded() {
    Receipt receipt = group.submit(manifest, C, new Sha256("a".repeat(64)), 1);

    assertThat(refused(receipt).type()).isEqualTo(ProblemType.BLOB_NOT_FOUND);
    assertThat(group.coordinator().desk().wantsUpload(C, manifest.head().sha())).isTrue();
  }

  @Test
  void countsARepeatedSubmissionOnce() {
    Receipt first = group.submit(manifest, A, payload(4, 4), 1);
    Receipt again = group.submit(manifest, A, payload(4, 4), 1);
    group.submit(manifest, B, payload(1, 1), 1);
    group.submit(manifest, C, payload(1, 1), 1);
    Head head = group.hold(B, manifest.head());

    assertThat(List.of(first, again)).containsOnly(ACCEPTED);
    assertThat(group.payloads.get(head.sha())).contains(payload(1 + 2, 2 + 2));
  }

  @Test
  void refusesASecondUpdateOfTheSameMember() {
    group.submit(manifest, A, payload(1, 1), 1);

    Receipt second = group.submit(manifest, A, payload(2, 2), 1);

    assertThat(refused(second).type()).isEqualTo(ProblemType.DUPLICATE_SUBMISSION);
    assertThat(refused(second).type().status()).isEqualTo(409);
  }

  @Test
  void writesDownTheUpdateThatItCountsWhenTwoOfAMemberRace() throws Exception {
    List<Sha256> updates = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      updates.add(group.payloads.put(payload(i, 1)));
    }

    List<Receipt> receipts = new ArrayList<>();
    ExecutorService members = Executors.newFixedThreadPool(updates.size());
    try {
      List<Future<Receipt>> answers =
          members.invokeAll(
              updates.stream()
                  .<Callable<Receipt>>map(update -> () -> group.submit(manifest, A, update, 1))
                  .toList());
      for (Future<Receipt> answer : answers) {
        receipts.add(answer.get());
      }
    } finally {
      members.shutdown();
    }

    assertThat(receipts).containsOnlyOnce(ACCEPTED);
    Sha256 counted = updates.get(receipts.indexOf(ACCEPTED));
    assertThat(group.journal.unfinished(CoordinatedGroup.GROUP, 1).orElseThrow().submissions())
        .singleElement()
        .satisfies(written -> assertThat(written.updateSha()).isEqualTo(counted));
  }

  @Test
  void refusesAnAnswerAfterTheRoundClosed() {
    group.submit(manifest, A, payload(1, 1), 1);
    group.submit(manifest, B, payload(1, 1), 1);
    group.passDeadline();
    group.candidate(B, manifest.head());

    Receipt late = group.submit(manifest, C, payload(1, 1), 1);

    assertThat(refused(late).type()).isEqualTo(ProblemType.ROUND_CLOSED);
  }

  @Test
  void repeatsItsAnswerAfterTheRoundClosed() {
    group.submit(manifest, A, payload(1, 1), 1);
    group.submit(manifest, B, payload(1, 1), 1);
    group.submit(manifest, C, payload(1, 1), 1);
    group.candidate(B, manifest.head());

    assertThat(group.submit(manifest, C, payload(1, 1), 1)).isEqualTo(ACCEPTED);
    assertThat(group.submit(manifest, C, payload(2, 2), 1)).isNotEqualTo(ACCEPTED);
    group.hold(B, manifest.head());
    assertThat(group.outcome()).isInstanceOf(RoundOutcome.Completed.class);
    assertThat(group.submit(manifest, C, payload(1, 1), 1)).isEqualTo(ACCEPTED);
  }

  @Test
  void refusesAnAnswerToAnotherRound() {
    RoundManifest another =
        new RoundManifest(
            manifest.wireVersion(),
            manifest.groupId(),
            manifest.round() + 1,
            manifest.epoch(),
            manifest.head(),
            manifest.plan(),
            manifest.strategy(),
            manifest.deadline(),
            manifest.membershipVersion(),
            manifest.asked(),
            manifest.members());

    Receipt receipt = group.submit(another, C, payload(1, 1), 1);

    assertThat(refused(receipt).type()).isEqualTo(ProblemType.ROUND_CLOSED);
  }

  @Test
  void refusesAMemberThatWasNotAsked() {
    Receipt receipt = group.submit(manifest, new NodeId("node-stranger"), payload(1, 1), 1);

    assertThat(refused(receipt).type()).isEqualTo(ProblemType.NOT_ASKED);
  }

  @Test
  void takesAMendedUpdateOfAMemberThatWasRefused() {
    group.submit(manifest, C, payload(Float.POSITIVE_INFINITY, 0), 1);

    Receipt mended = group.submit(manifest, C, payload(1, 0), 1);

    assertThat(mended).isEqualTo(ACCEPTED);
  }

  private static Receipt.Refused refused(Receipt receipt) {
    assertThat(receipt).isInstanceOf(Receipt.Refused.class);
    return (Receipt.Refused) receipt;
  }
}
