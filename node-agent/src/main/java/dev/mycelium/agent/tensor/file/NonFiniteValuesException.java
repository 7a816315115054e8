package dev.mycelium.agent.tensor.file;

/** Ends the writing of values of which one is NaN or infinite; never leaves this package. */
final class NonFiniteValuesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NonFiniteValuesException(String section) {
    super(section + ": NaN or infinite (expected: finite numbers)");
  }
}
