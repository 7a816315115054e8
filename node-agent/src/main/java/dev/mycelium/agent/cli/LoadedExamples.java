package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.data.Arrangement;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.HoldoutSplit;
import dev.mycelium.agent.learning.data.RawExamples;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.TaskSpec;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The data that the options ask for, divided into what is trained on and what is scored on.
 *
 * @param task what a group founded on it learns: the agreed task, else the data's own with the
 *     statistics of the training part
 */
record LoadedExamples(Dataset data, HoldoutSplit split, TaskSpec task) {

  static LoadedExamples load(LearningOptions options) {
    if (!(options.holdout > 0 && options.holdout < 1)) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID,
          "--holdout: %s (expected: between 0 and 1, both excluded)".formatted(options.holdout));
    }
    try {
      return read(options);
    } catch (InvalidFieldException e) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID, "--data %s: %s".formatted(options.data, e.getMessage()), e);
    }
  }

  /** The examples as {@code group} has them. */
  LocalExamples encoded(TaskSpec group) {
    return new LocalExamples(
        split.train().encoded(group), split.holdout().encoded(group), data.labels());
  }

  void introduce(Terminal terminal) {
    data.notes().forEach(note -> terminal.heading("  note       " + note));
    terminal.heading(
        "  data       %s: %,d examples to train on, %,d held out"
            .formatted(data.name(), split.train().size(), split.holdout().size()));
  }

  private static LoadedExamples read(LearningOptions options) {
    Datasets datasets = new Datasets(Path.of("").toAbsolutePath(), MyceliumHome.cache());
    TaskSpec agreed = options.schema == null ? null : TaskFile.read(options.schema);
    Dataset data = load(datasets, options.data, agreed, "--schema");
    requireOneHoldout(options, data);
    HoldoutSplit split =
        options.validation == null
            ? data.split(options.holdout, options.seed)
            : new HoldoutSplit(data.train(), validation(datasets, options.validation, data));
    return new LoadedExamples(
        data, split, agreed == null ? split.train().task(data.labels()) : agreed);
  }

  private static void requireOneHoldout(LearningOptions options, Dataset data) {
    if (options.validation != null && data.arrangement() instanceof Arrangement.Dated) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID,
          "--validation: %s (expected: none with holdout-from= in --data; until= ends what is trained on)"
              .formatted(options.validation));
    }
  }

  /** Labels of the validation data are indices of the training data's. */
  private static RawExamples validation(Datasets datasets, String spec, Dataset data) {
    TaskSpec task = data.train().task(data.labels());
    Dataset validation = load(datasets, spec, task, "--validation");
    int labels = Math.min(validation.labels().size(), data.labels().size());
    if (!validation.labels().equals(data.labels().subList(0, labels))) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID,
          "--validation: labels %s (expected: %s)".formatted(validation.labels(), data.labels()));
    }
    return validation.train();
  }

  private static Dataset load(
      Datasets datasets, String spec, @Nullable TaskSpec agreed, String option) {
    if (agreed == null) {
      return datasets.load(DataSpec.parse(spec));
    }
    Dataset data = datasets.load(DataSpec.parse(spec), agreed);
    TaskSpec own = data.train().task(data.labels());
    if (!agreed.admits(own)) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID,
          "%s: %s is %s (expected: %s)".formatted(option, spec, described(own), described(agreed)));
    }
    return data;
  }

  private static String described(TaskSpec task) {
    String inputs = task.schema() == null ? task.inputShape().toString() : "a table";
    return "%s of %s with labels %s"
        .formatted(task.kind().name().toLowerCase(Locale.ROOT), inputs, task.labels());
  }
}
