package dev.mycelium.wire;

/** A field of a record holds something that the wire does not allow. */
public final class InvalidFieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private InvalidFieldException(String message) {
    super(message);
  }

  /** Text of the form {@code max_capacity: 0 (expected: 1 to 100000)}. */
  public static InvalidFieldException of(String field, Object value, String expected) {
    return new InvalidFieldException(
        "%s: %s (expected: %s)".formatted(field, shortened(value), expected));
  }

  static InvalidFieldException missing(String field, String expected) {
    return new InvalidFieldException("%s: missing (expected: %s)".formatted(field, expected));
  }

  private static String shortened(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
