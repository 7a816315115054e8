package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerProvider;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Learning by a plug-in on data that was loaded here. */
record PluginLearning(LoadedExamples loaded, LearnerProvider provider, LearningOptions options)
    implements LearningSource {

  PluginLearning {
    requireNonNull(loaded, "loaded");
    requireNonNull(provider, "provider");
    requireNonNull(options, "options");
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
    return provider.model(task()).orElseGet(options::modelToFound);
  }

  @Override
  public @Nullable ModelSpec onlyModel() {
    return provider.model(task()).orElseGet(options::explicitModel);
  }

  @Override
  public Optional<Tensors> initial(long seed) {
    if (!(modelToFound() instanceof ModelSpec.Custom custom)) {
      return Optional.empty();
    }
    try (Learner learner = provider.learner(task(), custom, loaded.encoded(task()))) {
      return Optional.of(learner.initial(seed).model());
    }
  }

  @Override
  public Learner learner(GroupSpec spec) {
    return provider.learner(spec.task(), spec.model(), loaded.encoded(spec.task()));
  }

  @Override
  public String computesOn() {
    return "a plug-in's learner";
  }

  @Override
  public void introduce(Terminal terminal) {
    loaded.introduce(terminal);
    terminal.heading("  learner    " + provider.name());
  }

  /** Learners close what they open. */
  @Override
  public void close() {}
}
