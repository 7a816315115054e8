package dev.mycelium.agent.learning.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.util.List;

/**
 * A TorchScript module with given parameters. Those that its file keeps frozen stay as they were
 * given. Where it draws, as dropout does, it draws from the engine's one generator, which is seeded
 * before each pass; passes that draw take turns.
 */
final class ScriptedProgram implements Program {
  /** Where a process has one generator of chance, whoever seeds it draws before the next does. */
  private static final Object CHANCE = new Object();

  private final LoadedScript script;
  private final Engine engine;
  private final List<NDArray> trainable;
  private boolean training;

  ScriptedProgram(LoadedScript script, Engine engine, Tensors values) {
    this.script = script;
    this.engine = engine;
    this.trainable = script.parameters().stream().filter(NDArray::hasGradient).toList();
    List<TensorSpec> specs = values.layout().specs();
    for (int i = 0; i < specs.size(); i++) {
      NDArray parameter = script.parameters().get(i);
      parameter.setRequiresGradient(false);
      NativeArrays.overwrite(parameter, specs.get(i), values.values(specs.get(i)));
    }
    script.evaluate();
  }

  @Override
  public List<NDArray> parameters() {
    return script.parameters();
  }

  @Override
  public List<NDArray> trainable() {
    return trainable;
  }

  @Override
  public NDArray answers(NDArray inputs) {
    if (training) {
      script.evaluate();
      training = false;
    }
    return script.forward(inputs, false).singletonOrThrow();
  }

  @Override
  public NDArray trainingAnswers(NDArray inputs, long chance) {
    if (!training) {
      script.train();
      training = true;
    }
    synchronized (CHANCE) {
      engine.setRandomSeed((int) (chance ^ (chance >>> Integer.SIZE)));
      return script.forward(inputs, true).singletonOrThrow();
    }
  }
}
