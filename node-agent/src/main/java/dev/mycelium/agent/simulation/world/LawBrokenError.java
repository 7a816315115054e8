package dev.mycelium.agent.simulation.world;

/** Something that must always hold did not. */
final class LawBrokenError extends AssertionError {
  private static final long serialVersionUID = 1;

  LawBrokenError(String message) {
    super(message);
  }
}
