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
    String message = "engine: PyTorch does not load on %s/%s: %s (expected: %s)";
    return new NoEngineException(
        message.formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            root.getMessage(),
            expected(options)),
        cause);
  }

  private static String expected(EngineOptions options) {
    String local = System.getenv("PYTORCH_LIBRARY_PATH");
    return local == null
        ? "its native library on the class path, and room for 432 MB in " + options.cache()
        : "PyTorch "
            + NativeEngine.RELEASE
            + " in PYTORCH_LIBRARY_PATH, which is "
            + local
            + "; unset it to use the one that is shipped";
  }
}
