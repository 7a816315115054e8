package dev.mycelium.agent.simulation;

import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.HoldoutSplit;
import dev.mycelium.agent.learning.data.Partition;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.time.Duration;
import java.util.List;

/**
 * A small form of the experiment of McMahan et al. 2017 (arXiv 1602.05629, section 3), short enough
 * to be repeated often: of MNIST's 10,000 test images 8,000 are dealt out to 100 clients, 2,000
 * score the head; ten clients a round train the 2NN (784-200-200-10) for one epoch by batches of
 * ten with plain SGD.
 */
public final class MnistTenThousand {
  private static final int CLIENTS = 100;
  private static final double TESTED = 0.2;

  private final Dataset images;

  /**
   * @param mnist the data set with its test images
   */
  public MnistTenThousand(Dataset mnist) {
    images =
        new Dataset(
            mnist.name(),
            mnist.labels(),
            mnist.arrangement(),
            mnist.test(),
            mnist.test(),
            List.of());
  }

  /**
   * The images of all clients, and those that score. Which 2,000 score matters more than the seed
   * of a run: some are harder than others by a point of accuracy, which is a hundred rounds.
   *
   * @param division draws the 2,000
   */
  public Experiment.Source source(long division) {
    HoldoutSplit split = images.split(TESTED, division);
    return new Experiment.Source(split.train(), split.holdout(), images.labels());
  }

  /**
   * @param rate of plain SGD
   * @param seed of initial parameters, partition, choice of clients and order of examples
   */
  public Experiment.Plan plan(
      Partition partition, double rate, long seed, StrategySpec strategy, int workers) {
    FederationSpec federation =
        new FederationSpec(strategy, null, 0.1, 0, 2, 2, Duration.ofHours(1));
    GroupSpec spec =
        new GroupSpec(
            images.train().task(images.labels()),
            new ModelSpec.Mlp(List.of(200, 200)),
            new TrainingSpec(new OptimizerSpec.Sgd(rate, 0), 10, 1, seed),
            federation);
    return new Experiment.Plan(spec, CLIENTS, partition, workers);
  }
}
