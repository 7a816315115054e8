package dev.mycelium.agent.learning.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Arrays;
import java.util.List;

/** A {@link TorchScript} program on a task. */
record ScriptedArchitecture(TorchScript script, TaskSpec task) implements Architecture {

  @Override
  public List<Integer> inputShape() {
    return task.inputShape();
  }

  @Override
  public TensorLayout layout() {
    return script.initial().layout();
  }

  /** What the file came with, whatever the seed. */
  @Override
  public Tensors initial(long seed) {
    return script.initial();
  }

  @Override
  public Program program(NDManager manager, Tensors values) {
    return new ScriptedProgram(script.load(manager), manager.getEngine(), values);
  }

  /**
   * Tries the program on examples of zeros: two to train on and a single one to answer.
   *
   * @throws InvalidTorchScriptException if it does not take the task's inputs, does not answer with
   *     [batch, outputs], lets no gradient through, or holds numbers beside its parameters that
   *     change as it trains: those would never be averaged
   */
  void requireSound(TrainingDevice device) {
    try (NDManager manager = device.newManager();
        GradientTape tape = GradientTape.start()) {
      LoadedScript loaded = script.load(manager);
      loaded.train();
      byte[] before = loaded.saved();
      NDArray answers = answers(loaded, manager, 2, true);
      if (!Arrays.equals(before, loaded.saved())) {
        throw invalid(
            "it changes more than its parameters while it trains, as BatchNorm does (expected:"
                + " nothing else to be learned; GroupNorm and LayerNorm do so)");
      }
      requireGradient(tape, answers);
      loaded.evaluate();
      NDArray unused = answers(loaded, manager, 1, false);
    }
  }

  private NDArray answers(LoadedScript loaded, NDManager manager, int batch, boolean recorded) {
    Shape inputs = new Shape(batch).addAll(NativeArrays.shape(inputShape()));
    Shape expected = new Shape(batch, task.outputs());
    NDList answers;
    try {
      answers = loaded.forward(manager.zeros(inputs), recorded);
    } catch (ScriptFailedException e) {
      throw InvalidTorchScriptException.of(
          script.file(), "inputs %s: %s".formatted(inputs, e.getMessage()), e);
    }
    NDArray only = answers.size() == 1 ? answers.get(0) : null;
    if (only == null
        || !only.getShape().equals(expected)
        || only.getDataType() != DataType.FLOAT32) {
      throw invalid(
          "inputs %s: answers %s (expected: one float32 %s, %s)"
              .formatted(inputs, Arrays.toString(answers.getShapes()), expected, meaning()));
    }
    return only;
  }

  private String meaning() {
    return switch (task.kind()) {
      case CLASSIFICATION -> "a logit for each of %d labels".formatted(task.outputs());
      case REGRESSION -> "a number for each example";
    };
  }

  private void requireGradient(GradientTape tape, NDArray answers) {
    try {
      tape.backward(answers.sum());
    } catch (EngineException e) {
      throw InvalidTorchScriptException.of(
          script.file(), "no gradient flows: " + InvalidTorchScriptException.lastLine(e), e);
    }
  }

  private InvalidTorchScriptException invalid(String fault) {
    return InvalidTorchScriptException.of(script.file(), fault);
  }
}
