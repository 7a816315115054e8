package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TensorShape;
import java.util.List;

/** Between a model as a group's spec names it and the layout of its parameters. */
public final class ModelLayout {

  private ModelLayout() {}

  /** The parameters of {@code model} on {@code task}; needs no engine. */
  public static TensorLayout of(ModelSpec model, TaskSpec task) {
    if (model instanceof ModelSpec.Custom custom) {
      return layout(custom.tensors());
    }
    if (model instanceof ModelSpec.TorchScript script) {
      return layout(script.tensors());
    }
    return Network.of(model, task).layout();
  }

  private static TensorLayout layout(List<TensorShape> tensors) {
    return TensorLayout.of(
        tensors.stream().map(tensor -> new TensorSpec(tensor.name(), tensor.shape())).toList());
  }

  /** A model that is known by its name and its parameters only. */
  public static ModelSpec.Custom custom(String name, TensorLayout layout) {
    return new ModelSpec.Custom(name, shapes(layout));
  }

  /** A layout as a spec tells it. */
  public static List<TensorShape> shapes(TensorLayout layout) {
    return layout.specs().stream().map(spec -> new TensorShape(spec.name(), spec.shape())).toList();
  }
}
