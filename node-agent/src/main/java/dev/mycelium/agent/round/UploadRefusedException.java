package dev.mycelium.agent.round;

import dev.mycelium.wire.problem.ProblemException;
import dev.mycelium.wire.problem.ProblemType;

/** A coordinator does not take an upload, or not now. */
final class UploadRefusedException extends ProblemException {
  private static final long serialVersionUID = 1L;

  private UploadRefusedException(ProblemType type, String message) {
    super(type, message, null);
  }

  static UploadRefusedException of(ProblemType type, String message) {
    return new UploadRefusedException(type, message);
  }
}
