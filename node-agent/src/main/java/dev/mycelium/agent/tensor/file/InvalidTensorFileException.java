package dev.mycelium.agent.tensor.file;

import dev.mycelium.wire.problem.ProblemException;
import dev.mycelium.wire.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** A file is not the safetensors file that it was expected to be; nothing was loaded from it. */
public final class InvalidTensorFileException extends ProblemException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_VALUE = 120;

  private InvalidTensorFileException(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }

  public static InvalidTensorFileException of(String what, Object value, String expected) {
    return of(what, value, expected, null);
  }

  static InvalidTensorFileException of(
      String what, Object value, String expected, @Nullable Throwable cause) {
    String message = "%s: %s (expected: %s)".formatted(what, printable(value), expected);
    return new InvalidTensorFileException(ProblemType.INVALID_TENSORS, message, cause);
  }

  public static InvalidTensorFileException layoutMismatch(String difference) {
    return new InvalidTensorFileException(ProblemType.LAYOUT_MISMATCH, printable(difference), null);
  }

  static InvalidTensorFileException nonFinite(String tensor) {
    String message = printable(tensor) + ": NaN or infinite (expected: finite numbers)";
    return new InvalidTensorFileException(ProblemType.NON_FINITE, message, null);
  }

  /** What strangers wrote, fit for a log: no control characters, not endless. */
  public static String printable(Object value) {
    String text = String.valueOf(value);
    String brief = text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
    return brief.replaceAll("\\p{Cc}", "?");
  }
}
