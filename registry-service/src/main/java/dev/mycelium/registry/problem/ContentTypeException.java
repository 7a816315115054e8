package dev.mycelium.registry.problem;

import dev.mycelium.wire.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** A body is of a type that nobody could name. */
final class ContentTypeException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private ContentTypeException(@Nullable String type) {
    super(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "content-type: %s (expected: application/json)".formatted(type));
  }

  static ContentTypeException of(@Nullable String type) {
    return new ContentTypeException(type);
  }
}
