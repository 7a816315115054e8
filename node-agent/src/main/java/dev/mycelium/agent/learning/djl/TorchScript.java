package dev.mycelium.agent.learning.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.mycelium.agent.learning.ModelLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A model of the user's: a TorchScript program with its parameters, as {@code torch.jit.script} or
 * {@code torch.jit.trace} and {@code save} make it. The file is read once; what is loaded later are
 * the bytes that were hashed.
 *
 * <p>It is a program: it runs with the rights of this process, so it is taken from a file of this
 * machine only and never from another node. Its parameters are float32, and all that it knows must
 * be among them: {@link ScriptedArchitecture} refuses one that keeps statistics beside them.
 */
public final class TorchScript {
  private static final long LARGEST = 512L << 20;

  private final Path file;
  private final byte[] bytes;
  private final Tensors initial;
  private final ModelSpec.TorchScript model;

  private TorchScript(Path file, byte[] bytes, Tensors initial) {
    this.file = file;
    this.bytes = bytes;
    this.initial = initial;
    this.model =
        new ModelSpec.TorchScript(
            sha256(bytes), bytes.length, ModelLayout.shapes(initial.layout()));
  }

  /**
   * @throws InvalidTorchScriptException if there is no such file, or it is not a TorchScript
   *     program with parameters
   */
  public static TorchScript read(Path file, TrainingDevice device) {
    byte[] bytes = bytes(file);
    try (NDManager manager = device.newManager()) {
      return new TorchScript(file, bytes, parameters(file, LoadedScript.of(bytes, manager)));
    } catch (EngineException e) {
      throw InvalidTorchScriptException.of(
          file,
          "not a TorchScript program: %s (expected: a file of torch.jit.script(model).save)"
              .formatted(InvalidTorchScriptException.lastLine(e)),
          e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      long size = Files.size(file);
      if (size > LARGEST) {
        throw InvalidTorchScriptException.of(
            file, "%,d bytes (expected: at most %,d)".formatted(size, LARGEST));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw InvalidTorchScriptException.of(file, "no such file", e);
    } catch (IOException e) {
      throw InvalidTorchScriptException.of(file, "can't be read: " + e.getMessage(), e);
    }
  }

  private static Tensors parameters(Path file, LoadedScript script) {
    List<NDArray> arrays = script.parameters();
    if (arrays.isEmpty()) {
      throw InvalidTorchScriptException.of(
          file, "no parameters (expected: some to learn; torch.jit.freeze takes them away)");
    }
    for (NDArray array : arrays) {
      if (array.getDataType() != DataType.FLOAT32) {
        throw InvalidTorchScriptException.of(
            file,
            "%s: %s (expected: float32)"
                .formatted(array.getName(), array.getDataType().name().toLowerCase(Locale.ROOT)));
      }
    }
    if (arrays.stream().noneMatch(NDArray::hasGradient)) {
      throw InvalidTorchScriptException.of(
          file, "every parameter is frozen (expected: one at least with requires_grad)");
    }
    return NativeArrays.download(layout(arrays), arrays);
  }

  private static TensorLayout layout(List<NDArray> arrays) {
    return TensorLayout.of(
        arrays.stream()
            .map(array -> new TensorSpec(array.getName(), sizes(array.getShape().getShape())))
            .toList());
  }

  private static List<Integer> sizes(long[] shape) {
    return Arrays.stream(shape).mapToObj(Math::toIntExact).toList();
  }

  private static Sha256 sha256(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Sha256(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The model as a group's spec tells it: hash, size and parameters, no path. */
  public ModelSpec.TorchScript model() {
    return model;
  }

  /** The parameters that the file came with. */
  public Tensors initial() {
    return initial;
  }

  /**
   * @throws InvalidTorchScriptException if it does not take the task's inputs, does not answer as
   *     the task asks, or keeps what it learns elsewhere than in its parameters
   */
  public void requireFits(TaskSpec task, TrainingDevice device) {
    new ScriptedArchitecture(this, task).requireSound(device);
  }

  Path file() {
    return file;
  }

  /** A fresh copy on the manager's device; the manager owns it. */
  LoadedScript load(NDManager manager) {
    return LoadedScript.of(bytes, manager);
  }
}
