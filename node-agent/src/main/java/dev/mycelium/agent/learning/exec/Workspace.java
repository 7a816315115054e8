package dev.mycelium.agent.learning.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of one call, for this user's eyes only; gone with all it holds when closed. */
final class Workspace implements AutoCloseable {
  private final Path folder;

  private Workspace(Path folder) {
    this.folder = folder;
  }

  /** POSIX gives a temporary folder to its owner alone. */
  static Workspace open() {
    try {
      return new Workspace(Files.createTempDirectory("mycelium-learner-"));
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder: " + e.getMessage(), e);
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String reply() {
    return file("reply.json").toString();
  }

  String head() {
    return file("head.safetensors").toString();
  }

  String correction() {
    return file("correction.safetensors").toString();
  }

  String output() {
    return file("output.safetensors").toString();
  }

  /** Bytes of all files here; what vanishes meanwhile counts nothing. */
  long bytes() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(Workspace::size).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " was not deleted: " + e.getMessage(), e);
    }
  }
}
