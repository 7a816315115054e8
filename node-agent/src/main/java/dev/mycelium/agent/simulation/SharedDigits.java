package dev.mycelium.agent.simulation;

import static java.util.Objects.requireNonNull;

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
 * The experiment of McMahan et al. 2017 (arXiv 1602.05629, section 3): MNIST is dealt out to 100
 * clients, of whom ten a round train the 2NN (784-200-200-10) for one epoch by batches of ten with
 * plain SGD.
 */
public final class SharedDigits {
  private static final int CLIENTS = 100;
  private static final double ASKED = 0.1;
  private static final int BATCH = 10;
  private static final double TESTED = 0.2;

  private final Dataset mnist;

  /**
   * What a run tries out.
   *
   * @param rate of plain SGD
   * @param seed of initial parameters, partition, choice of clients and order of examples
   * @param workers clients that train at once; changes no result
   */
  public record Trial(
      Partition partition, double rate, StrategySpec strategy, long seed, int workers) {}

  /**
   * @param mnist the data set with its test images
   */
  public SharedDigits(Dataset mnist) {
    this.mnist = requireNonNull(mnist, "mnist");
  }

  /** As in the paper: the training images are dealt out, 600 for each client, the others score. */
  public Experiment.Source whole() {
    return new Experiment.Source(mnist.train(), mnist.test(), mnist.labels());
  }

  /**
   * A small form, short enough to be repeated often: of the 10,000 test images 8,000 are dealt out,
   * 80 for each client, and 2,000 score. Which ones matters more than the seed of a run: some are
   * harder than others by a point of accuracy, which is a hundred rounds.
   *
   * @param division draws the 2,000
   */
  public Experiment.Source tenThousand(long division) {
    Dataset images =
        new Dataset(
            mnist.name(),
            mnist.labels(),
            mnist.arrangement(),
            mnist.test(),
            mnist.test(),
            List.of());
    HoldoutSplit split = images.split(TESTED, division);
    return new Experiment.Source(split.train(), split.holdout(), images.labels());
  }

  /** A hundred clients, of whom ten a round train. */
  public Experiment.Plan plan(Trial trial) {
    TrainingSpec training =
        new TrainingSpec(new OptimizerSpec.Sgd(trial.rate(), 0), BATCH, 1, trial.seed());
    return plan(trial, training, ASKED, CLIENTS);
  }

  /**
   * Ten clients that train in every round, ten epochs by batches of 64 with momentum 0.9, as in the
   * comparison of strategies that Flower publishes as its baseline "niid_bench".
   */
  public Experiment.Plan everybody(Trial trial) {
    TrainingSpec training =
        new TrainingSpec(new OptimizerSpec.Sgd(trial.rate(), 0.9), 64, 10, trial.seed());
    return plan(trial, training, 1, 10);
  }

  private Experiment.Plan plan(Trial trial, TrainingSpec training, double asked, int clients) {
    FederationSpec federation =
        new FederationSpec(trial.strategy(), null, asked, 0, 2, 2, Duration.ofHours(1));
    GroupSpec spec =
        new GroupSpec(
            mnist.test().task(mnist.labels()),
            new ModelSpec.Mlp(List.of(200, 200)),
            training,
            federation);
    return new Experiment.Plan(spec, clients, trial.partition(), trial.workers());
  }
}
