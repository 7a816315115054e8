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
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data and the engine of this node, loaded once and used by a learner for each group it comes
 * to. The data stays as it was read: each group's own task says how it becomes numbers.
 *
 * @param task what a group founded by this node learns; statistics are those of the training part
 */
record LocalLearning(
    Dataset data,
    HoldoutSplit split,
    TaskSpec task,
    TrainingDevice device,
    ModelSpec modelToFound,
    @Nullable ModelSpec onlyModel)
    implements LearningSource {
  private static final Logger log = LoggerFactory.getLogger(LocalLearning.class);

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
    return new LocalLearning(
        loaded.data(),
        loaded.split(),
        loaded.task(),
        device,
        options.modelToFound(),
        options.explicitModel());
  }

  private static TrainingDevice device(LearningOptions options, Terminal terminal) {
    NativeEngine engine = NativeEngine.start(EngineOptions.defaults());
    engine.advice().forEach(advice -> terminal.heading("  advice     " + advice));
    return engine.device(options.device);
  }

  /** The node's examples, encoded as {@code group} has them. */
  private LocalExamples examples(TaskSpec group) {
    return new LocalExamples(
        split.train().encoded(group), split.holdout().encoded(group), data.labels());
  }

  @Override
  public String datasetName() {
    return data.name();
  }

  /** Everybody draws the same from the group's seed. */
  @Override
  public Optional<Tensors> initial(long seed) {
    return Optional.empty();
  }

  @Override
  public Learner learner(GroupSpec spec) {
    return new DjlLearner(spec, examples(spec.task()), device);
  }

  @Override
  public void introduce(Terminal terminal) {
    terminal.heading(
        "  data       %s: %,d examples to train on, %,d held out"
            .formatted(data.name(), split.train().size(), split.holdout().size()));
    terminal.heading("  device     " + device.description());
    log.info("device chosen: {}", device.description());
  }

  /** Learners close what is native. */
  @Override
  public void close() {}
}
