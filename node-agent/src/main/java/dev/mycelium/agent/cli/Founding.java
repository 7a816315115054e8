package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.ModelLayout;
import dev.mycelium.agent.learning.PersonalLayers;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.InvalidTensorFileException;
import dev.mycelium.agent.tensor.file.ModelFile;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The spec of a group that this node would found, and its version 0 where it is given. */
record Founding(
    LearningSource learning,
    LearningOptions options,
    FederationSpec federation,
    PayloadBlobs payloads) {

  /** Puts a given version 0 among the blobs, where the group's coordinator gets it from. */
  GroupSpec spec() {
    TaskSpec task = learning.task();
    ModelSpec model = learning.modelToFound();
    return new GroupSpec(
        task,
        model,
        options.training(),
        federation,
        initial(ModelLayout.of(model, task)).map(this::put).orElse(null));
  }

  /** Without what stays at home: every member begins with its own. */
  private Sha256 put(Tensors model) {
    PersonalLayers layers = PersonalLayers.of(model.layout(), federation);
    return payloads.put(Payload.ofModel(layers.shared(model)));
  }

  private Optional<Tensors> initial(TensorLayout layout) {
    Path file = options.initialWeights;
    return file == null ? learning.initial(options.seed) : Optional.of(read(file, layout));
  }

  private static Tensors read(Path file, TensorLayout layout) {
    try {
      return ModelFile.readExpecting(file, layout).tensors();
    } catch (InvalidTensorFileException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw unusable(file, "no such file", e);
    } catch (IOException e) {
      throw unusable(file, e.toString(), e);
    }
  }

  private static CommandFailedException unusable(Path file, String why, Exception cause) {
    return new CommandFailedException(
        ExitCode.MODEL_INVALID, "--initial-weights: %s: %s".formatted(file, why), cause);
  }
}
