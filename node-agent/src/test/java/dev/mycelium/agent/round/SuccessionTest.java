package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a coordinator: a kill leaves the disk as it was at that moment. */
class SuccessionTest {
  @TempDir Path folder;
  private Path state;
  private Path afterKill;

  @BeforeEach
  void name() {
    state = folder.resolve("state");
    afterKill = folder.resolve("after-kill");
  }

  @Test
  void goesOnWithStoredUpdatesAfterAKill() throws IOException {
    ChainedHeads heads = new ChainedHeads();
    long epoch = heads.grant(A);
    RoundManifest manifest;
    try (CoordinatedGroup group = new CoordinatedGroup(state, heads, epoch, A, B, C)) {
      manifest = group.called(A, 0);
      group.submit(manifest, A, payload(1, 2), 1);
      group.submit(manifest, B, payload(3, -2), 2);
      CoordinatedGroup.copy(state, afterKill);
    }

    try (CoordinatedGroup restarted = new CoordinatedGroup(afterKill, heads, epoch, A, B, C)) {
      assertThat(restarted.called(C, 0)).isEqualTo(manifest);
      restarted.submit(manifest, C, payload(0.5f, 9), 5);
      Head head = restarted.hold(B, manifest.head());

      assertThat(restarted.outcome())
          .isEqualTo(new RoundOutcome.Completed(head, List.of(A, B, C), Map.of()));
      assertThat(head.sha()).isEqualTo(withoutAKill());
    }
  }

  private Sha256 withoutAKill() {
    try (CoordinatedGroup group = CoordinatedGroup.on(folder.resolve("control"), A, B, C)) {
      RoundManifest manifest = group.called(A, 0);
      group.submit(manifest, C, payload(0.5f, 9), 5);
      group.submit(manifest, B, payload(3, -2), 2);
      group.submit(manifest, A, payload(1, 2), 1);
      return group.hold(B, manifest.head()).sha();
    }
  }

  @Test
  void asksAgainForAnUpdateThatTheDiskLost() throws IOException {
    ChainedHeads heads = new ChainedHeads();
    long epoch = heads.grant(A);
    RoundManifest manifest;
    try (CoordinatedGroup group = new CoordinatedGroup(state, heads, epoch, A, B, C)) {
      manifest = group.called(A, 0);
      group.submit(manifest, B, payload(3, -2), 2);
      CoordinatedGroup.copy(state, afterKill);
      String lost = group.payloads.put(payload(3, -2)).hex();
      Files.delete(afterKill.resolve("blobs").resolve(lost.substring(0, 2)).resolve(lost));
    }

    try (CoordinatedGroup restarted = new CoordinatedGroup(afterKill, heads, epoch, A, B, C)) {
      assertThat(restarted.called(B, 0)).isEqualTo(manifest);
    }
  }

  @Test
  void beginsAnewWhenTheDeadlinePassedMeanwhile() throws IOException {
    ChainedHeads heads = new ChainedHeads();
    long epoch = heads.grant(A);
    RoundManifest manifest;
    try (CoordinatedGroup group = new CoordinatedGroup(state, heads, epoch, A, B)) {
      manifest = group.called(A, 0);
      Path old = state.resolve("rounds/group-1/1-1/manifest.json");
      CoordinatedGroup.copy(state, afterKill);
      Files.writeString(
          afterKill.resolve(state.relativize(old)),
          Files.readString(old).replace("2026-01-01T00:10", "2025-12-31T00:10"));
    }

    try (CoordinatedGroup restarted = new CoordinatedGroup(afterKill, heads, epoch, A, B)) {
      assertThat(restarted.called(A, 0).round()).isEqualTo(manifest.round() + 1);
    }
  }

  @Test
  void continuesTheChainInTheNextTerm() throws IOException {
    ChainedHeads heads = new ChainedHeads();
    Head first;
    try (CoordinatedGroup group = new CoordinatedGroup(state, heads, heads.grant(A), A, B)) {
      RoundManifest manifest = group.called(A, 0);
      group.submit(manifest, A, payload(1, 1), 1);
      group.submit(manifest, B, payload(1, 1), 1);
      first = group.hold(B, manifest.head());
      assertThat(group.outcome()).isInstanceOf(RoundOutcome.Completed.class);
    }

    long vacated = heads.grant(B);
    long epoch = heads.grant(A);
    try (CoordinatedGroup successor = new CoordinatedGroup(state, heads, epoch, A, B)) {
      RoundManifest manifest = successor.called(A, first.round());
      successor.submit(manifest, A, payload(1, 1), 1);
      successor.submit(manifest, B, payload(1, 1), 1);
      Head second = successor.hold(B, first);

      assertThat(epoch).isEqualTo(vacated + 1);
      assertThat(manifest.head()).isEqualTo(first);
      assertThat(second.version()).isEqualTo(first.version() + 1);
      assertThat(second.parentSha()).isEqualTo(first.sha());
      assertThat(second.epoch()).isEqualTo(epoch);
    }
  }

  @Test
  void makesVersionZeroAgainWhenNobodyHasItsBlob() {
    ChainedHeads heads = new ChainedHeads();
    Head initial;
    try (CoordinatedGroup group = new CoordinatedGroup(state, heads, heads.grant(A), A, B)) {
      initial = group.called(A, 0).head();
    }

    long epoch = heads.grant(A);
    try (CoordinatedGroup successor = new CoordinatedGroup(afterKill, heads, epoch, A, B)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> successor.blobs.contains(initial.sha()));
      assertThat(successor.called(A, 0).head()).isEqualTo(initial);
    }
  }

  @Test
  void leavesTheFirstVersionToWhoeverWasFaster() {
    ChainedHeads heads = new ChainedHeads();
    long stale = heads.grant(A);
    heads.grant(B);

    try (CoordinatedGroup late = new CoordinatedGroup(state, heads, stale, A, B)) {
      late.coordinator().desk().awaitClose();
    }

    assertThat(heads.head()).isNull();
  }
}
