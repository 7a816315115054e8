package dev.mycelium.e2e;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.PayloadFile;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Heads as they lie in the agents' state directories. */
final class HeadFiles {
  private HeadFiles() {}

  /** Empty if none of the agents has the head any longer. */
  static Optional<Payload> find(Sha256 head, List<AgentProcess> agents) {
    for (AgentProcess agent : agents) {
      Path blob =
          agent
              .stateDirectory()
              .resolve("blobs")
              .resolve(head.hex().substring(0, 2))
              .resolve(head.hex());
      if (Files.exists(blob)) {
        try {
          return Optional.of(PayloadFile.read(blob).payload());
        } catch (NoSuchFileException prunedMeanwhile) {
          continue;
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + blob, e);
        }
      }
    }
    return Optional.empty();
  }

  static float[] values(Tensors model, String name) {
    TensorSpec tensor =
        model.layout().specs().stream()
            .filter(spec -> spec.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError(model.layout() + ": no " + name));
    float[] values = new float[tensor.elements()];
    model.values(tensor).get(values);
    return values;
  }
}
