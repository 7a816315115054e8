package dev.mycelium.agent.round;

import dev.mycelium.agent.blob.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Small JSON files that are there whole or not at all, also after a kill or a loss of power. */
final class DurableJson {
  private final JsonMapper json = JsonMapper.shared();
  private final Durability durability;

  DurableJson() {
    this(Durability.POWER_LOSS);
  }

  DurableJson(Durability durability) {
    this.durability = durability;
  }

  void write(Path file, Object value) {
    byte[] bytes = json.writeValueAsBytes(value);
    DurableFile.write(file, out -> out.write(bytes), durability);
  }

  <T> T read(Path file, Class<T> type) {
    try {
      return json.readValue(Files.readAllBytes(file), type);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Removes a folder with everything in it. */
  void delete(Path folder) {
    try {
      for (Path child : children(folder)) {
        if (Files.isDirectory(child)) {
          delete(child);
        } else {
          Files.deleteIfExists(child);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }

  /** What lies in a folder, by name; nothing if the folder is not there. */
  static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(children::add);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
    }
    Collections.sort(children);
    return children;
  }
}
