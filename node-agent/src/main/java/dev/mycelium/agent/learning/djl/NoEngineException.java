package dev.mycelium.agent.learning.djl;

/** The native engine could not be loaded on this machine. */
public final class NoEngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NoEngineException(String message, Throwable cause) {
    super(message, cause);
  }

  static NoEngineException of(EngineOptions options, Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        "engine: PyTorch does not load on %s/%s: %s (expected: its native library on the class path"
            + " or in PYTORCH_LIBRARY_PATH, and room for 432 MB in %s)";
    return new NoEngineException(
        message.formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            root.getMessage(),
            options.cache()),
        cause);
  }
}
