package dev.mycelium.agent.round;

/** A round of virtual clients made no head, as when training diverges at all of them. */
public final class NoHeadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoHeadException(String cause) {
    super(cause);
  }
}
