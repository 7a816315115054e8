package dev.mycelium.agent.learning.data;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a data set is missing, is damaged or does not fit the others. */
public final class UnreadableDatasetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnreadableDatasetException(String message) {
    super(message);
  }

  private UnreadableDatasetException(String message, IOException cause) {
    super(message, cause);
  }

  static UnreadableDatasetException of(Path file, String what, Object value, String expected) {
    return new UnreadableDatasetException(
        "%s: %s: %s (expected: %s)".formatted(file, what, value, expected));
  }

  static UnreadableDatasetException of(Path file, IOException cause) {
    return new UnreadableDatasetException(file + ": cannot be read: " + cause, cause);
  }
}
