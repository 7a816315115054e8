package dev.mycelium.agent.learning.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A TorchScript module in native memory, which the manager that it was loaded with owns. Its
 * parameters are the module's own: who changes them changes what it computes.
 *
 * <p>DJL's {@code Model.load} is not used: it freezes or unfreezes all parameters alike, whatever
 * the file says, and takes a path, whose file may be another by now than the one that was hashed.
 */
final class LoadedScript {
  private final PtSymbolBlock module;
  private final List<NDArray> parameters;

  private LoadedScript(PtSymbolBlock module, List<NDArray> parameters) {
    this.module = module;
    this.parameters = parameters;
  }

  /**
   * @throws EngineException if the bytes are no TorchScript program
   */
  static LoadedScript of(byte[] file, NDManager manager) {
    PtNDManager owner = (PtNDManager) manager;
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(owner, new ByteArrayInputStream(file), true, false);
      return new LoadedScript(module, List.copyOf(JniUtils.moduleGetParams(module, owner)));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes on the heap can be read", e);
    }
  }

  /** Named; with a gradient where the file says so. */
  List<NDArray> parameters() {
    return parameters;
  }

  void train() {
    JniUtils.enableTrainingMode(module);
  }

  void evaluate() {
    JniUtils.enableInferenceMode(module);
  }

  /**
   * The module's optimizer is left off: it watches the first passes, then computes otherwise, so
   * that a pass would depend on how many came before.
   *
   * @throws ScriptFailedException if the program fails
   */
  NDList forward(NDArray inputs, boolean recorded) {
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return IValueUtils.forward(module, new NDList(inputs), recorded);
    } catch (EngineException | UnsupportedOperationException e) {
      throw ScriptFailedException.of(e);
    }
  }

  /** The module with all that it holds, beside parameters too. */
  byte[] saved() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JniUtils.writeModule(module, bytes, false);
    return bytes.toByteArray();
  }
}
