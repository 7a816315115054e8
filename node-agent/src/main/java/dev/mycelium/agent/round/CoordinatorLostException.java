package dev.mycelium.agent.round;

/** The coordinator does not answer, or does not coordinate any more. */
public final class CoordinatorLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CoordinatorLostException(String message, Throwable cause) {
    super(message, cause);
  }

  public CoordinatorLostException(String message) {
    super(message);
  }
}
