package dev.mycelium.agent.learning.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder, by name. Links to folders are not followed. */
record FolderFiles(Path folder) implements ImageFiles {
  private static final int DEEPEST = 8;

  @Override
  public void forEach(Visitor visitor) {
    try (Stream<Path> walk = Files.walk(folder, DEEPEST)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
          visitor.visit(folder.relativize(file).toString().replace('\\', '/'), in);
        }
      }
    } catch (IOException e) {
      throw UnreadableDatasetException.of(folder, e);
    }
  }
}
