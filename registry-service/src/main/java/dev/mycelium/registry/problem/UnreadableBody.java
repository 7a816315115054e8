package dev.mycelium.registry.problem;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.problem.ProblemType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Why a body could not be understood, in the words of the wire instead of the parser's. */
record UnreadableBody(ProblemType type, String detail, @Nullable String field) {

  static UnreadableBody because(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidFieldException invalid) {
        return invalid(String.valueOf(invalid.getMessage()));
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MismatchedInputException mismatch) {
        return mismatched(mismatch);
      }
      if (cause instanceof MethodArgumentTypeMismatchException parameter) {
        return mismatched(parameter);
      }
      if (cause instanceof StreamReadException syntax) {
        return malformed(syntax);
      }
    }
    return new UnreadableBody(
        ProblemType.UNREADABLE_BODY, "body: unreadable (expected: a JSON object)", null);
  }

  /** Every {@link InvalidFieldException} begins with its field. */
  static UnreadableBody invalid(String message) {
    int colon = message.indexOf(':');
    return new UnreadableBody(
        ProblemType.INVALID_REQUEST, message, colon < 0 ? null : message.substring(0, colon));
  }

  private static UnreadableBody mismatched(MismatchedInputException mismatch) {
    String field = path(mismatch);
    String found =
        mismatch instanceof InvalidFormatException format
            ? shortened(String.valueOf(format.getValue()))
            : mismatch instanceof InvalidTypeIdException id
                ? String.valueOf(id.getTypeId())
                : "missing or of another type";
    String expected =
        mismatch instanceof InvalidTypeIdException id
            ? names(id.getBaseType())
            : word(mismatch.getTargetType());
    return new UnreadableBody(
        ProblemType.INVALID_REQUEST,
        "%s: %s (expected: %s)".formatted(field, found, expected),
        field);
  }

  private static UnreadableBody mismatched(MethodArgumentTypeMismatchException parameter) {
    return invalid(
        "%s: %s (expected: %s)"
            .formatted(
                parameter.getName(),
                shortened(String.valueOf(parameter.getValue())),
                word(parameter.getRequiredType())));
  }

  private static UnreadableBody malformed(StreamReadException syntax) {
    String where =
        syntax.getLocation() == null
            ? "an unknown place"
            : "line "
                + syntax.getLocation().getLineNr()
                + ", column "
                + syntax.getLocation().getColumnNr();
    return new UnreadableBody(
        ProblemType.UNREADABLE_BODY,
        "body: malformed at " + where + " (expected: a JSON object)",
        null);
  }

  private static String path(JacksonException failure) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : failure.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }

  private static String names(@Nullable JavaType base) {
    JsonSubTypes types = base == null ? null : base.getRawClass().getAnnotation(JsonSubTypes.class);
    return types == null
        ? "a known name"
        : Arrays.stream(types.value())
            .map(JsonSubTypes.Type::name)
            .collect(Collectors.joining(" or "));
  }

  private static String word(@Nullable Class<?> target) {
    if (target == null) {
      return "another value";
    }
    if (target == boolean.class || target == Boolean.class) {
      return "true or false";
    }
    if (target == double.class || target == Double.class) {
      return "a number";
    }
    if (target.isEnum()) {
      return Arrays.stream(target.getEnumConstants())
          .map(String::valueOf)
          .collect(Collectors.joining(" or "));
    }
    if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
      return "a whole number";
    }
    if (Iterable.class.isAssignableFrom(target) || target.isArray()) {
      return "a list";
    }
    if (target == java.time.Duration.class) {
      return "a duration such as PT30S";
    }
    return target.isRecord() && target.getRecordComponents().length > 1 ? "an object" : "text";
  }

  private static String shortened(String value) {
    return value.length() <= 80 ? value : value.substring(0, 77) + "...";
  }
}
