package dev.mycelium.agent.learning.djl;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is no TorchScript program, or one that can't be learned by a group. */
public final class InvalidTorchScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private InvalidTorchScriptException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static InvalidTorchScriptException of(Path file, String fault) {
    return new InvalidTorchScriptException("torchscript:%s: %s".formatted(file, fault), null);
  }

  static InvalidTorchScriptException of(Path file, String fault, Throwable cause) {
    return new InvalidTorchScriptException("torchscript:%s: %s".formatted(file, fault), cause);
  }

  /** The engine's own last line, which says what failed; the lines before say where. */
  static String lastLine(Throwable cause) {
    String text = String.valueOf(cause.getMessage()).strip();
    return text.substring(text.lastIndexOf('\n') + 1).strip();
  }
}
