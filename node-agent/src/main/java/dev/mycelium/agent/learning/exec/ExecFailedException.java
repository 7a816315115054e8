package dev.mycelium.agent.learning.exec;

import org.jspecify.annotations.Nullable;

/** The learner's command did not do what was asked. */
public final class ExecFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ExecFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static ExecFailedException of(String operation, String what, String expected) {
    return of(operation, what, expected, null);
  }

  static ExecFailedException of(
      String operation, String what, String expected, @Nullable Throwable cause) {
    return new ExecFailedException(
        "learner command: %s: %s (expected: %s)".formatted(operation, what, expected), cause);
  }
}
