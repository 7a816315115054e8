package dev.mycelium.wire.problem;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A fact that can only be given up on, with the problem that a remote caller is told. */
public abstract class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;

  protected ProblemException(ProblemType type, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.type = requireNonNull(type, "type");
  }

  public final ProblemType type() {
    return type;
  }
}
