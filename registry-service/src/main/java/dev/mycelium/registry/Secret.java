package dev.mycelium.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something that must not stand on a command line, where every user of the machine can read it.
 *
 * @param variable of the environment that holds it, unless a file is named
 * @param option that names the file
 */
record Secret(String variable, String option, @Nullable Path file) {

  /** Null if it was given nowhere. Line ends around it belong to the file. */
  @Nullable String value() {
    if (file == null) {
      return System.getenv(variable);
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException failure) {
      throw StartException.of(
          ExitCode.SECRET_UNREADABLE,
          "%s: %s cannot be read (expected: a text file with the secret alone)."
              .formatted(option, file));
    }
  }
}
