package dev.mycelium.agent.learning.data;

/** The description of the data asks for something that does not exist or cannot be had. */
public final class DataSpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private DataSpecException(String message) {
    super(message);
  }

  static DataSpecException of(String what, Object value, String expected) {
    return new DataSpecException("%s: %s (expected: %s)".formatted(what, value, expected));
  }
}
