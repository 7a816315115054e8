package dev.mycelium.agent.transport;

import dev.mycelium.wire.InvalidFieldException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Why JSON could not be understood, in the words of the wire instead of the parser's. */
final class UnreadableJson {
  private static final int LONGEST_VALUE = 80;

  private UnreadableJson() {}

  static String why(JacksonException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidFieldException invalid) {
        return String.valueOf(invalid.getMessage());
      }
    }
    return failure instanceof MismatchedInputException mismatch
        ? mismatched(mismatch)
        : "malformed at %s (expected: a JSON object)".formatted(place(failure.getLocation()));
  }

  private static String mismatched(MismatchedInputException mismatch) {
    String path =
        mismatch.getPath().stream()
            .map(JacksonException.Reference::getPropertyName)
            .collect(Collectors.joining("."));
    String found =
        mismatch instanceof InvalidFormatException format
            ? shortened(String.valueOf(format.getValue()))
            : "missing or of another type";
    return "%s%s (expected: %s)"
        .formatted(path.isEmpty() ? "" : path + ": ", found, word(mismatch.getTargetType()));
  }

  private static String word(@Nullable Class<?> target) {
    if (target == null) {
      return "another value";
    }
    if (target == double.class) {
      return "a number";
    }
    if (target.isPrimitive()) {
      return "a whole number";
    }
    return target.isRecord() && target.getRecordComponents().length > 1 ? "an object" : "text";
  }

  private static String place(@Nullable TokenStreamLocation at) {
    return at == null
        ? "an unknown place"
        : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 3) + "...";
  }
}
