package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.HoldoutSplit;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.learning.djl.TrainingDevice;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.TaskSpec;

/**
 * The data and the engine of this node, loaded once and used by a learner for each group it comes
 * to. The data stays as it was read: each group's own task says how it becomes numbers.
 *
 * @param task what a group founded by this node learns; statistics are those of the training part
 */
record LocalLearning(Dataset data, HoldoutSplit split, TaskSpec task, TrainingDevice device) {

  LocalLearning {
    requireNonNull(data, "data");
    requireNonNull(split, "split");
    requireNonNull(task, "task");
    requireNonNull(device, "device");
  }

  static LocalLearning load(LearningOptions options, Terminal terminal) {
    TrainingDevice device = device(options, terminal);
    LoadedExamples loaded = LoadedExamples.load(options);
    loaded.data().notes().forEach(note -> terminal.heading("  note       " + note));
    return new LocalLearning(loaded.data(), loaded.split(), loaded.task(), device);
  }

  private static TrainingDevice device(LearningOptions options, Terminal terminal) {
    NativeEngine engine = NativeEngine.start(EngineOptions.defaults());
    engine.advice().forEach(advice -> terminal.heading("  advice     " + advice));
    return engine.device(options.device);
  }

  Learner learner(GroupSpec spec) {
    return new DjlLearner(spec, examples(spec.task()), device);
  }

  /** The node's examples, encoded as {@code group} has them. */
  private LocalExamples examples(TaskSpec group) {
    return new LocalExamples(
        split.train().encoded(group), split.holdout().encoded(group), data.labels());
  }
}
