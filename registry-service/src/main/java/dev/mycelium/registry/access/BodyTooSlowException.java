package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.problem.ProblemType;
import java.time.Duration;

/** A request's body takes longer than a place among the requests in progress is kept for it. */
final class BodyTooSlowException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private BodyTooSlowException(Duration limit) {
    super(
        ProblemType.BODY_TOO_SLOW,
        "body: not here after %s (expected: all of it by then)".formatted(limit));
  }

  static BodyTooSlowException of(Duration limit) {
    return new BodyTooSlowException(limit);
  }
}
