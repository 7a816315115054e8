package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.WireVersion;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.ScheduleSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTrainingTest {
  private static final NodeId NODE = new NodeId("node");

  @TempDir Path state;

  /** Rounds that made no head leave the rate where it was. */
  @Test
  void lowersTheRateByVersionsAndNotByRounds() {
    BlobStore blobs = BlobStore.open(state.resolve("blobs"), new BlobLimits(1 << 20, 1 << 26));
    Sha256 zero = new PayloadBlobs(blobs).put(CoordinatedGroup.payload(0, 0));
    LocalTraining training =
        LocalTraining.of(
            new QuadraticLearner(1, 1, 1),
            new CompressionSpec.None(),
            blobs,
            MemberMemory.of(NODE, CoordinatedGroup.GROUP, state));

    assertThat(delta(training, new Head(0, null, zero, 1, 0), 9)).isEqualTo(0.5f);
    assertThat(delta(training, new Head(2, zero, zero, 1, 9), 10)).isEqualTo(0.125f);
  }

  /** From 0 to an optimum of 1 in one step: the rate. */
  private static float delta(LocalTraining training, Head head, long round) {
    TrainingSpec plan =
        new TrainingSpec(
            new OptimizerSpec.Sgd(0.5, 0),
            1,
            1,
            7,
            null,
            null,
            new ScheduleSpec.Step(1, 0.5),
            null);
    RoundManifest manifest =
        new RoundManifest(
            WireVersion.CURRENT,
            CoordinatedGroup.GROUP,
            round,
            1,
            head,
            plan,
            new StrategySpec.FedAvg(),
            Instant.EPOCH,
            1,
            List.of(NODE),
            1);
    float[] values = new float[2];
    training.answer(manifest, Cancellation.never()).update().delta().model().read(0, values, 2);
    return values[0];
  }
}
