package dev.mycelium.agent.learning.djl;

/** A model's own program failed on a batch. */
final class ScriptFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ScriptFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  static ScriptFailedException of(Throwable cause) {
    return new ScriptFailedException(
        "the model's program failed: " + InvalidTorchScriptException.lastLine(cause), cause);
  }
}
