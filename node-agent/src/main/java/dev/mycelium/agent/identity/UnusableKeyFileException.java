package dev.mycelium.agent.identity;

import java.nio.file.Path;

/** The file that holds a node's identity can't be read, written or understood. */
public final class UnusableKeyFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnusableKeyFileException(String message, Throwable cause) {
    super(message, cause);
  }

  static UnusableKeyFileException of(Path file, Exception cause) {
    return new UnusableKeyFileException(
        "key file %s: %s (expected: as it was written; without it the node gets a new identity)"
            .formatted(file, cause.getMessage() == null ? cause : cause.getMessage()),
        cause);
  }
}
