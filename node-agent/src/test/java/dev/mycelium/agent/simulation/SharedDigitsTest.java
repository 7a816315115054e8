package dev.mycelium.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.Partition;
import dev.mycelium.agent.learning.data.SharedDatasets;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.learning.djl.TrainingDevice;
import dev.mycelium.wire.group.StrategySpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small form of McMahan's experiment; skipped where MNIST is not at hand. */
class SharedDigitsTest {
  /** PyTorch by itself takes 157 to 185 rounds, by which images score and by seed. */
  private static final long MOST = 185;

  /** Takes 127 rounds; another processor's kernels give other last bits, and a few rounds more. */
  private static final long DIVISION = 5;

  @TempDir Path folder;

  @Test
  void reachesTheAccuracyOfAHundredClientsInAsManyRoundsAsPyTorch() {
    Path mnist = SharedDatasets.path("mnist");
    SharedDigits digits =
        new SharedDigits(new Datasets(mnist, folder).load(DataSpec.parse("idx:" + mnist)));
    Experiment.Plan plan =
        digits.plan(
            new SharedDigits.Trial(new Partition.Iid(), 0.1, new StrategySpec.FedAvg(), 1, 2));
    TrainingDevice device = NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.CPU);

    try (Experiment experiment =
        new Experiment(
            plan,
            digits.tenThousand(DIVISION),
            new FedAvg(),
            local -> new DjlLearner(plan.spec(), local, device),
            folder.resolve("run"))) {
      assertThat(experiment.run(0.95, MOST, point -> {}).firstAt(0.95)).isPresent();
    }
  }
}
