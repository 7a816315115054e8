package dev.mycelium.agent.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of its own, which goes with all that is in it when this is closed. */
record TemporaryFolder(Path path) implements AutoCloseable {

  /**
   * @param parent null for the system's
   */
  static TemporaryFolder in(@Nullable Path parent) {
    try {
      return new TemporaryFolder(
          parent == null
              ? Files.createTempDirectory("mycelium-bench")
              : Files.createTempDirectory(parent, "mycelium-bench"));
    } catch (IOException e) {
      throw new UncheckedIOException("--dir: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> inwards = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inwards) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
