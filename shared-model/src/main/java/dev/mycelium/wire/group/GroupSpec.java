package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.round.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What a group learns and how: fixed when it is founded, and stronger than any option of a node
 * that joins later.
 *
 * @param initial SHA-256 of version 0, which the founder holds; null where version 0 is drawn from
 *     the training's seed
 */
public record GroupSpec(
    @JsonProperty("task") TaskSpec task,
    @JsonProperty("model") ModelSpec model,
    @JsonProperty("training") TrainingSpec training,
    @JsonProperty("federation") FederationSpec federation,
    @JsonProperty("initial") @Nullable Sha256 initial) {

  public GroupSpec {
    task = Expect.present(task, "spec.task", "what is learned");
    model = Expect.present(model, "spec.model", "the model's architecture");
    training = Expect.present(training, "spec.training", "how a member trains");
    federation = Expect.present(federation, "spec.federation", "how rounds run");
    model.requireFits(task);
    federation.strategy().requireFits(training);
    if (model.needsProgram()) {
      Expect.present(initial, "spec.initial", "SHA-256 of version 0, for a model of its own");
    }
  }

  /** A group whose version 0 is drawn from the training's seed. */
  public GroupSpec(
      TaskSpec task, ModelSpec model, TrainingSpec training, FederationSpec federation) {
    this(task, model, training, federation, null);
  }
}
