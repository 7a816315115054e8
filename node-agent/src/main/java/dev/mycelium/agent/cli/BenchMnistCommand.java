package dev.mycelium.agent.cli;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.DataSpecException;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.Partition;
import dev.mycelium.agent.learning.data.UnreadableDatasetException;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.learning.djl.TrainingDevice;
import dev.mycelium.agent.simulation.Experiment;
import dev.mycelium.agent.simulation.MnistTenThousand;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.StrategySpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mycelium bench mnist-10k}. */
@Command(
    name = "mnist-10k",
    description = {
      "Rounds of FedAvg to an accuracy: 100 virtual clients share 8,000 MNIST images,",
      "10 of them train in a round (2NN, one epoch, batches of 10); 2,000 images score.",
      "Each round's accuracy is kept, and a run that was stopped goes on."
    },
    mixinStandardHelpOptions = true)
final class BenchMnistCommand implements Callable<Integer> {
  private static final int PROGRESS = 25;

  @Spec private CommandSpec spec;

  @Option(
      names = "--mnist",
      paramLabel = "DIR",
      required = true,
      description = "Folder with MNIST's files; of them the t10k ones are used.")
  private @Nullable Path mnist;

  @Option(
      names = "--partition",
      paramLabel = "P",
      defaultValue = "iid",
      description = "iid, dirichlet:A or shards:K (${DEFAULT-VALUE}).")
  private String partition = "iid";

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "0.1",
      description = "Learning rate (${DEFAULT-VALUE}).")
  private double rate = 0.1;

  @Option(
      names = "--target",
      paramLabel = "A",
      defaultValue = "0.95",
      description = "Accuracy at which a run ends (${DEFAULT-VALUE}).")
  private double target = 0.95;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "400",
      description = "Rounds after which a run ends (${DEFAULT-VALUE}).")
  private int rounds = 400;

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      defaultValue = "1,2,3",
      description = "One run for each (${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of(1L, 2L, 3L);

  @Option(
      names = "--division",
      paramLabel = "D",
      defaultValue = "1",
      description = "Which 2,000 images score; some are harder than others (${DEFAULT-VALUE}).")
  private long division = 1;

  @Option(
      names = "--workers",
      paramLabel = "W",
      description = "Clients that train at once; changes no result (as many as there are cores).")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "mycelium-bench",
      description = "Where runs and their rows are kept (${DEFAULT-VALUE}).")
  private Path out = Path.of("mycelium-bench");

  @SuppressWarnings("NullAway.Init")
  BenchMnistCommand() {}

  @Override
  public Integer call() {
    MnistTenThousand images = new MnistTenThousand(images());
    TrainingDevice device = NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.CPU);
    List<Long> needed = new ArrayList<>();
    for (long seed : seeds) {
      needed.add(run(images, group -> local -> new DjlLearner(group, local, device), seed));
    }
    long median = needed.stream().sorted().skip((needed.size() - 1) / 2).findFirst().orElseThrow();
    print("median of %d seeds: %s", needed.size(), text(median));
    return ExitCode.OK.number();
  }

  private Dataset images() {
    try {
      Path here = Path.of("").toAbsolutePath();
      return new Datasets(here, MyceliumHome.cache()).load(DataSpec.parse("idx:" + mnist));
    } catch (UnreadableDatasetException | DataSpecException e) {
      throw new CommandFailedException(ExitCode.DATA_INVALID, "--mnist: " + e.getMessage(), e);
    }
  }

  /** Rounds to the target; {@link Long#MAX_VALUE} if it was not reached. */
  private long run(MnistTenThousand images, Function<GroupSpec, Learning> learning, long seed) {
    Experiment.Plan plan = images.plan(dealt(), rate, seed, new StrategySpec.FedAvg(), workers);
    Path folder =
        out.resolve(
            "mnist-10k-%s-%s-%d-%d".formatted(partition.replace(':', '-'), rate, division, seed));
    try (Experiment experiment =
        new Experiment(
            plan, images.source(division), new FedAvg(), learning.apply(plan.spec()), folder)) {
      long needed =
          experiment
              .run(target, rounds, point -> progress(seed, point))
              .firstAt(target)
              .map(Experiment.Point::version)
              .orElse(Long.MAX_VALUE);
      print("seed %d: %s (%s)", seed, text(needed), folder.resolve("curve.csv"));
      return needed;
    }
  }

  private Partition dealt() {
    try {
      return DataSpec.parse("idx:unread?shard=0/1&partition=" + partition).partition();
    } catch (DataSpecException e) {
      throw new CommandFailedException(ExitCode.DATA_INVALID, "--" + e.getMessage(), e);
    }
  }

  /** Opens learners of one spec. */
  private interface Learning extends Function<LocalExamples, Learner> {}

  private void progress(long seed, Experiment.Point point) {
    if (point.version() % PROGRESS == 0) {
      print("seed %d: round %d, accuracy %.4f", seed, point.round(), point.score().metric());
    }
  }

  private String text(long needed) {
    return needed == Long.MAX_VALUE
        ? "%s not within %d rounds".formatted(target, rounds)
        : "%s in round %d".formatted(target, needed);
  }

  private void print(String format, Object... figures) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.printf(Locale.ROOT, format + "%n", figures);
    writer.flush();
  }
}
