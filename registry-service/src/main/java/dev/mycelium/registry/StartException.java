package dev.mycelium.registry;

/** The registry cannot start, for a reason that its operator can mend. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private StartException(ExitCode exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /** A sentence that says what was wrong, the value, and what to do. */
  static StartException of(ExitCode exitCode, String sentence) {
    return new StartException(exitCode, sentence);
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
