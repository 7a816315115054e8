package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.LAYOUT;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where version 0 comes from. */
class FoundationTest {
  private static final Payload GIVEN = payload(7, 8);

  @TempDir Path folder;

  @Test
  void drawsVersionZeroItself() {
    try (CoordinatedGroup group = CoordinatedGroup.on(folder, A, B)) {
      assertThat(group.called(A, 0).head().sha()).isEqualTo(group.payloads.put(payload(1, 2)));
    }
  }

  @Test
  void commitsTheGivenVersionZeroThatLiesHere() {
    Sha256 sha = put(folder, GIVEN);

    try (CoordinatedGroup group = CoordinatedGroup.given(folder, sha, A, B)) {
      assertThat(group.called(A, 0).head().sha()).isEqualTo(sha);
    }
  }

  @Test
  void waitsForTheMemberThatHoldsTheGivenVersionZero() {
    Sha256 sha = put(folder.resolve("founder"), GIVEN);

    try (CoordinatedGroup group = CoordinatedGroup.given(folder.resolve("other"), sha, A, B)) {
      RoundStatus wanted = group.asked(new Poll(B, 0, sha, -1, true));
      Sha256 arrived = group.payloads.put(GIVEN);
      group.coordinator().desk().uploaded();

      assertThat(wanted.uploadWanted()).isEqualTo(sha);
      assertThat(wanted.head()).isNull();
      assertThat(group.called(A, 0).head().sha()).isEqualTo(arrived);
    }
  }

  @Test
  void beginsNothingFromNumbersOfAnotherModel() {
    Payload stranger = Payload.ofModel(Tensors.of(LAYOUT, Float.NaN, 1));
    Sha256 sha = put(folder, stranger);

    try (CoordinatedGroup group = CoordinatedGroup.given(folder, sha, A, B)) {
      group.coordinator().desk().awaitClose();

      assertThat(group.heads.head()).isNull();
    }
  }

  private static Sha256 put(Path state, Payload payload) {
    return new PayloadBlobs(
            BlobStore.open(state.resolve("blobs"), new BlobLimits(1 << 20, 1 << 26)))
        .put(payload);
  }
}
