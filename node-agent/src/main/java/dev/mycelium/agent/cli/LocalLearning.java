package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.learning.djl.TorchScript;
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
 * The data and the built-in engine of this node, loaded once and used by a learner for each group
 * it comes to. The data stays as it was read: each group's own task says how it becomes numbers.
 */
record LocalLearning(
    LoadedExamples loaded,
    TrainingDevice device,
    LearningOptions options,
    @Nullable TorchScript script)
    implements LearningSource {
  private static final Logger log = LoggerFactory.getLogger(LocalLearning.class);

  LocalLearning {
    requireNonNull(loaded, "loaded");
    requireNonNull(device, "device");
    requireNonNull(options, "options");
  }

  static LocalLearning load(LearningOptions options, Terminal terminal) {
    NativeEngine engine = NativeEngine.start(EngineOptions.defaults());
    engine.advice().forEach(advice -> terminal.heading("  advice     " + advice));
    TrainingDevice device = engine.device(options.device);
    LoadedExamples loaded = LoadedExamples.load(options);
    TorchScript script = options.script().map(file -> TorchScript.read(file, device)).orElse(null);
    if (script != null) {
      script.requireFits(loaded.task(), device);
    }
    return new LocalLearning(loaded, device, options, script);
  }

  @Override
  public String datasetName() {
    return loaded.data().name();
  }

  @Override
  public TaskSpec task() {
    return loaded.task();
  }

  @Override
  public ModelSpec modelToFound() {
    return script == null ? options.modelToFound() : script.model();
  }

  @Override
  public @Nullable ModelSpec onlyModel() {
    return script == null ? options.explicitModel() : script.model();
  }

  /** Everybody draws the same from the group's seed, if no file has them. */
  @Override
  public Optional<Tensors> initial(long seed) {
    return Optional.ofNullable(script).map(TorchScript::initial);
  }

  @Override
  public Learner learner(GroupSpec spec) {
    LocalExamples local = loaded.encoded(spec.task());
    return script == null
        ? new DjlLearner(spec, local, device)
        : DjlLearner.of(spec, local, device, script);
  }

  @Override
  public void introduce(Terminal terminal) {
    loaded.introduce(terminal);
    if (script != null) {
      terminal.heading(
          "  model      %s: %,d bytes, %,d parameters; only nodes with this file can join"
              .formatted(
                  script.model().text(),
                  script.model().size(),
                  script.initial().layout().elements()));
    }
    terminal.heading("  device     " + device.description());
    log.info("device chosen: {}", device.description());
  }

  @Override
  public String computesOn() {
    return device.description();
  }

  /** Learners close what is native. */
  @Override
  public void close() {}
}
