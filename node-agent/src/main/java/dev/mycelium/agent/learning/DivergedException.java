package dev.mycelium.agent.learning;

/** Training left the finite numbers. */
public final class DivergedException extends RuntimeException implements PublicCause {
  private static final long serialVersionUID = 1L;

  private DivergedException(String message) {
    super(message);
  }

  public static DivergedException of(String what, double value, long step) {
    return new DivergedException(
        "%s: %s at step %d (expected: finite; lower the learning rate or look for extreme inputs)"
            .formatted(what, value, step));
  }

  /**
   * An update that can't be sent.
   *
   * @param tensor the first that holds a NaN or an infinity
   */
  public static DivergedException inUpdate(String tensor) {
    return new DivergedException(
        "%s: NaN or infinite in the update (expected: finite numbers)".formatted(tensor));
  }

  /** A head whose outputs are not finite on this node's data. */
  public static DivergedException inEvaluation(double loss) {
    return new DivergedException(
        "loss: %s in evaluation (expected: finite; the head's outputs overflow)".formatted(loss));
  }

  /** An update whose numbers are too large for the form in which the group's updates travel. */
  public static DivergedException tooLarge(IllegalArgumentException refused) {
    return new DivergedException("update: " + refused.getMessage());
  }

  /** Says which of the model's numbers left the finite ones, and nothing of the examples. */
  @Override
  public String publicCause() {
    return String.valueOf(getMessage());
  }
}
