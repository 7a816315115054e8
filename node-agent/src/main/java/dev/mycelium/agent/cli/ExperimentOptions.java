package dev.mycelium.agent.cli;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.Strategies;
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
import dev.mycelium.agent.simulation.Curve;
import dev.mycelium.agent.simulation.Experiment;
import dev.mycelium.agent.simulation.SharedDigits;
import dev.mycelium.wire.group.GroupSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the experiments with many virtual clients on MNIST have in common. */
final class ExperimentOptions {
  private static final int PROGRESS = 25;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--mnist",
      paramLabel = "DIR",
      required = true,
      description = "Folder with MNIST's four files.")
  private @Nullable Path mnist;

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      defaultValue = "1,2,3",
      description = "One run for each (${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of(1L, 2L, 3L);

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
  ExperimentOptions() {}

  List<Long> seeds() {
    return seeds;
  }

  int workers() {
    if (workers < 1) {
      throw new ParameterException(
          spec.commandLine(), "--workers: " + workers + " (expected: > 0)");
    }
    return workers;
  }

  SharedDigits digits() {
    return new SharedDigits(images());
  }

  private Dataset images() {
    try {
      Path here = Path.of("").toAbsolutePath();
      return new Datasets(here, MyceliumHome.cache()).load(DataSpec.parse("idx:" + mnist));
    } catch (UnreadableDatasetException | DataSpecException e) {
      throw new CommandFailedException(ExitCode.DATA_INVALID, "--mnist: " + e.getMessage(), e);
    }
  }

  /** How examples are dealt out, as a data spec says it. */
  static Partition dealt(String partition) {
    try {
      return DataSpec.parse("idx:unread?shard=0/1&partition=" + partition).partition();
    } catch (DataSpecException e) {
      throw new CommandFailedException(ExitCode.DATA_INVALID, "--" + e.getMessage(), e);
    }
  }

  /**
   * Runs to an accuracy or a number of rounds, or goes on with what an earlier call began.
   *
   * @param name of the run, and of its folder
   */
  Curve run(
      String name, Experiment.Plan plan, Experiment.Source source, double target, long rounds) {
    Path folder = out.resolve(name);
    try (Experiment experiment =
        new Experiment(
            plan,
            source,
            new Strategies(ExperimentOptions::none).aggregator(plan.spec().federation().strategy()),
            learners(plan.spec()),
            folder)) {
      return experiment.run(target, rounds, point -> progress(name, point));
    }
  }

  private static Aggregator none(String plugin) {
    throw new IllegalArgumentException("plugin: " + plugin + " (expected: a built-in rule)");
  }

  private static Function<LocalExamples, Learner> learners(GroupSpec group) {
    TrainingDevice device = NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.CPU);
    return local -> new DjlLearner(group, local, device);
  }

  private void progress(String name, Experiment.Point point) {
    if (point.version() % PROGRESS == 0) {
      print("%s: round %d, accuracy %.4f", name, point.round(), point.score().metric());
    }
  }

  void print(String format, Object... figures) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.printf(Locale.ROOT, format + "%n", figures);
    writer.flush();
  }
}
