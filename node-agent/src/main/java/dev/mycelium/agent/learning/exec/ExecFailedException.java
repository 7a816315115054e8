package dev.mycelium.agent.learning.exec;

import dev.mycelium.agent.learning.PublicCause;
import org.jspecify.annotations.Nullable;

/** The learner's command did not do what was asked. */
public final class ExecFailedException extends RuntimeException implements PublicCause {
  private static final long serialVersionUID = 1L;

  private final String publicCause;

  private ExecFailedException(String message, String publicCause, @Nullable Throwable cause) {
    super(message, cause);
    this.publicCause = publicCause;
  }

  static ExecFailedException of(String operation, String what, String expected) {
    return of(operation, what, expected, null);
  }

  static ExecFailedException of(
      String operation, String what, String expected, @Nullable Throwable cause) {
    return new ExecFailedException(
        "learner command: %s: %s (expected: %s)".formatted(operation, what, expected),
        "learner command: %s failed (expected: %s)".formatted(operation, expected),
        cause);
  }

  /** Without what the program said or wrote. */
  @Override
  public String publicCause() {
    return publicCause;
  }
}
