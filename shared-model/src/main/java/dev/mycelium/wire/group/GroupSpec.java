package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/**
 * What a group learns and how: fixed when it is founded, and stronger than any option of a node
 * that joins later.
 */
public record GroupSpec(
    @JsonProperty("task") TaskSpec task,
    @JsonProperty("model") ModelSpec model,
    @JsonProperty("training") TrainingSpec training,
    @JsonProperty("federation") FederationSpec federation) {

  public GroupSpec {
    task = Expect.present(task, "spec.task", "what is learned");
    model = Expect.present(model, "spec.model", "the model's architecture");
    training = Expect.present(training, "spec.training", "how a member trains");
    federation = Expect.present(federation, "spec.federation", "how rounds run");
    model.requireFits(task);
  }
}
