package dev.mycelium.registry.problem;

import dev.mycelium.wire.problem.ProblemType;

/** A request's body is longer than the control plane reads. */
final class BodyTooLargeException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private BodyTooLargeException(long limit) {
    super(ProblemType.BODY_TOO_LARGE, "body: too long (expected: at most " + limit + " bytes)");
    member("limit", limit);
  }

  static BodyTooLargeException of(long limit) {
    return new BodyTooLargeException(limit);
  }
}
