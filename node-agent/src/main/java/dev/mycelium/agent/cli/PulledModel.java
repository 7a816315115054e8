package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.ModelLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.InvalidTensorFileException;
import dev.mycelium.agent.tensor.file.ModelFile;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model in a safetensors file of its own, with the spec of the group that learned it among the
 * metadata: a file that can be tried and taken elsewhere without a network.
 */
record PulledModel(GroupSpec spec, Tensors tensors, Map<String, String> metadata) {
  static final String VERSION = "version";
  static final String HEAD = "head_sha256";
  static final String DATASET = "dataset_name";
  private static final String SPEC = "spec";
  private static final JsonMapper JSON = JsonMapper.shared();

  static PulledModel of(GroupView group, GroupSpec spec, HeadChoice.Chosen head, Tensors tensors) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(SPEC, JSON.writeValueAsString(spec));
    metadata.put("group_id", group.groupId().value());
    metadata.put(DATASET, group.datasetName());
    metadata.put(VERSION, String.valueOf(head.version()));
    metadata.put(HEAD, head.sha().hex());
    return new PulledModel(spec, tensors, metadata);
  }

  /** Through a file beside it, so that nobody sees half a model. */
  void writeTo(Path file) {
    Path target = file.toAbsolutePath();
    Path half = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(half)) {
        new ModelFile(tensors, metadata).writeTo(out);
      }
      Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.MODEL_INVALID, "%s: can't be written: %s".formatted(file, e), e);
    }
  }

  /** Reads a file that {@code model pull} wrote. */
  static PulledModel read(Path file) {
    try {
      ModelFile model = ModelFile.read(file);
      GroupSpec spec = spec(file, model.metadata().get(SPEC));
      if (spec.federation().personal() != null) {
        throw unusable(
            file,
            "without the tensors that stay with the group's members, %s (expected: a whole model)"
                .formatted(spec.federation().personal()),
            null);
      }
      TensorLayout layout = ModelLayout.of(spec.model(), spec.task());
      return new PulledModel(
          spec, ModelFile.readExpecting(file, layout).tensors(), model.metadata());
    } catch (InvalidTensorFileException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw unusable(file, "no such file", e);
    } catch (IOException e) {
      throw unusable(file, e.toString(), e);
    }
  }

  private static GroupSpec spec(Path file, @Nullable String text) {
    if (text == null) {
      throw unusable(
          file, "no \"spec\" among its metadata (expected: a file of `mycelium model pull`)", null);
    }
    try {
      return JSON.readValue(text, GroupSpec.class);
    } catch (JacksonException | IllegalArgumentException e) {
      throw unusable(file, "its \"spec\" is not a group's: " + e.getMessage(), e);
    }
  }

  private static CommandFailedException unusable(Path file, String why, @Nullable Exception cause) {
    String sentence = file + ": " + why;
    return cause == null
        ? new CommandFailedException(ExitCode.MODEL_INVALID, sentence)
        : new CommandFailedException(ExitCode.MODEL_INVALID, sentence, cause);
  }
}
