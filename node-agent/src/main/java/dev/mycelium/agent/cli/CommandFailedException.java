package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Ends a command with one sentence for the person and a number for the script. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  CommandFailedException(ExitCode code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = requireNonNull(code, "code");
  }

  CommandFailedException(ExitCode code, String sentence) {
    super(sentence);
    this.code = requireNonNull(code, "code");
  }

  ExitCode code() {
    return code;
  }
}
