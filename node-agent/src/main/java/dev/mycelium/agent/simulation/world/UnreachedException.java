package dev.mycelium.agent.simulation.world;

import java.io.IOException;

/** A call that got no answer: refused or broken off, or not one in its time. */
final class UnreachedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean silent;

  private UnreachedException(String message, boolean silent) {
    super(message);
    this.silent = silent;
  }

  static UnreachedException silent(String to) {
    return new UnreachedException(to + " kept silent", true);
  }

  static UnreachedException refused(String to) {
    return new UnreachedException(to + " refused the connection, or broke it off", false);
  }

  static UnreachedException givenUp(String to) {
    return new UnreachedException("gave up waiting for " + to, true);
  }

  /** Whether another attempt would only wait as long again. */
  boolean isSilent() {
    return silent;
  }

  IOException asIo() {
    return new IOException(getMessage(), this);
  }
}
