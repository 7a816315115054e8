package dev.mycelium.agent.learning;

import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Optional;

/**
 * A way of a plug-in to bring a {@link Learner}: found by {@link java.util.ServiceLoader}, chosen
 * by {@code --learner NAME}. Its data is what {@code --data} names.
 */
public interface LearnerProvider {

  /** By which it is chosen. */
  String name();

  /**
   * The one model that it learns, such as a {@link ModelLayout#custom} one; empty if it learns the
   * models that every learner knows, as {@code --model} names them.
   */
  Optional<ModelSpec> model(TaskSpec task);

  /**
   * @throws IllegalArgumentException if it can't learn this model on this task
   */
  Learner learner(TaskSpec task, ModelSpec model, LocalExamples local);
}
