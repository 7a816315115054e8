package dev.mycelium.agent.outbound;

/** A call was not made: the other side keeps failing and is left alone for a while. */
public final class HeldBackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private HeldBackException(String message) {
    super(message);
  }

  static HeldBackException of(Circuit.State circuit) {
    return new HeldBackException(
        "left alone for a while after %d of %d calls failed (%s)"
            .formatted(circuit.failed(), circuit.calls(), circuit.lastFailure()));
  }
}
