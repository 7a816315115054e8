package dev.mycelium.agent.learning.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file or directory as written in {@code --data}. */
final class SourcePath {

  private SourcePath() {}

  /**
   * @throws DataSpecException if {@code text} is empty or no path
   */
  static Path of(String what, String text, String form) {
    if (text.isEmpty()) {
      throw DataSpecException.of(what, "\"\"", form);
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw DataSpecException.of(what, text, "a path: " + e.getReason());
    }
  }

  /** The last name of {@code path}; empty for a root, {@code .} or {@code ..}. */
  static String name(Path path) {
    Path own = path.normalize().getFileName();
    return own == null || own.toString().equals("..") ? "" : own.toString();
  }

  /** Without {@code .gz} and without the ending before it. */
  static String nameWithoutEndings(Path path) {
    String name = name(path).replaceFirst("\\.(gz|tgz)$", "");
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
