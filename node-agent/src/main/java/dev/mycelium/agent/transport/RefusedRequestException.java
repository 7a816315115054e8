package dev.mycelium.agent.transport;

import dev.mycelium.wire.problem.ProblemException;
import dev.mycelium.wire.problem.ProblemType;

/** A request that is answered with a problem. */
final class RefusedRequestException extends ProblemException {
  private static final long serialVersionUID = 1L;

  private RefusedRequestException(ProblemType type, String detail) {
    super(type, detail, null);
  }

  static RefusedRequestException of(ProblemType type, String detail) {
    return new RefusedRequestException(type, detail);
  }
}
