package dev.mycelium.agent.learning.exec;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.agent.learning.ModelLayout;
import dev.mycelium.agent.learning.ModelText;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TensorShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command brings to a group.
 *
 * @param dataset kind of data as other nodes know it; never a path
 * @param model one that every learner knows, such as {@code mlp:200,200}, or a name of its own
 * @param tensors parameters of a model of its own, in their order; may be null for a known one
 */
public record ExecOffer(
    @JsonProperty("task") TaskSpec task,
    @JsonProperty("dataset") String dataset,
    @JsonProperty("model") String model,
    @JsonProperty("tensors") @Nullable List<TensorShape> tensors,
    @JsonProperty("train_examples") int trainExamples,
    @JsonProperty("holdout_examples") int holdoutExamples) {

  public ExecOffer {
    task = Expect.present(task, "task", "kind, input_shape, labels, metric");
    dataset = Expect.text(dataset, "dataset", 200);
    model = Expect.text(model, "model", 100);
    Expect.atLeast(trainExamples, "train_examples", 1);
    Expect.atLeast(holdoutExamples, "holdout_examples", 0);
  }

  /**
   * @throws InvalidFieldException if a known model has other parameters than the command says, or a
   *     model of its own has none
   */
  public ModelSpec modelSpec() {
    if (!isKnown()) {
      return new ModelSpec.Custom(
          model, Expect.present(tensors, "tensors", "names and shapes of a model of its own"));
    }
    ModelSpec known = ModelText.parse(model);
    var expected = ModelLayout.custom(model, ModelLayout.of(known, task)).tensors();
    if (tensors != null && !tensors.equals(expected)) {
      throw InvalidFieldException.of("tensors", tensors, expected + ", for " + model);
    }
    return known;
  }

  private boolean isKnown() {
    try {
      var unused = ModelText.parse(model);
      return true;
    } catch (InvalidFieldException e) {
      return false;
    }
  }
}
