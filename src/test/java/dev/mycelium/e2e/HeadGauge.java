package dev.mycelium.e2e;

import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.agent.learning.data.RawExamples;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.round.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Scores heads, read from agents' disks, on test images that no agent has. */
final class HeadGauge implements AutoCloseable {
  private final DjlLearner learner;

  private HeadGauge(GroupSpec spec, RawExamples unseen, List<String> labels) {
    Examples encoded = unseen.encoded(spec.task());
    learner =
        new DjlLearner(
            spec,
            new LocalExamples(encoded, encoded, labels),
            NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.CPU));
  }

  /**
   * @param data the whole data set with its {@code t10k-*} files
   */
  static HeadGauge onTestFiles(GroupSpec spec, String data) {
    Dataset whole = load(data);
    return new HeadGauge(spec, whole.test(), whole.labels());
  }

  /**
   * @param data nothing but examples that no agent trains on
   */
  static HeadGauge onAll(GroupSpec spec, String data) {
    Dataset unseen = load(data);
    return new HeadGauge(spec, unseen.train(), unseen.labels());
  }

  private static Dataset load(String data) {
    return new Datasets(Programs.ROOT, Network.home()).load(DataSpec.parse(data));
  }

  /** Share of right answers, [0, 1]; empty if none of the agents has the head any longer. */
  OptionalDouble accuracy(Sha256 head, List<AgentProcess> agents) {
    Optional<Payload> found = HeadFiles.find(head, agents);
    return found.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(learner.evaluate(found.get(), Split.HOLDOUT).metric());
  }

  @Override
  public void close() {
    learner.close();
  }
}
