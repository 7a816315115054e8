package dev.mycelium.e2e;

import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.tensor.file.PayloadFile;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Scores heads, read from agents' disks, on test images that no agent has. */
final class HeadGauge implements AutoCloseable {
  private final DjlLearner learner;

  /**
   * @param data the whole data set with its {@code t10k-*} files
   */
  HeadGauge(GroupSpec spec, String data) {
    Dataset whole = new Datasets(Programs.ROOT, Network.home()).load(DataSpec.parse(data));
    learner =
        new DjlLearner(
            spec,
            new LocalExamples(
                whole.train().encoded(spec.task()),
                whole.test().encoded(spec.task()),
                whole.labels()),
            NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.CPU));
  }

  /** Share of right answers, [0, 1]; empty if none of the agents has the head any longer. */
  OptionalDouble accuracy(Sha256 head, List<AgentProcess> agents) {
    for (AgentProcess agent : agents) {
      Path blob = agent.stateDirectory().resolve("blobs").resolve(head.hex().substring(0, 2));
      if (Files.exists(blob.resolve(head.hex()))) {
        try (FileChannel file = FileChannel.open(blob.resolve(head.hex()))) {
          return OptionalDouble.of(
              learner.evaluate(PayloadFile.read(file).payload(), Split.HOLDOUT).metric());
        } catch (NoSuchFileException prunedMeanwhile) {
          continue;
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + blob, e);
        }
      }
    }
    return OptionalDouble.empty();
  }

  @Override
  public void close() {
    learner.close();
  }
}
