package dev.mycelium.wire;

import org.jspecify.annotations.Nullable;

/** What records of the wire expect of their fields; every refusal names field, value and range. */
public final class Expect {
  /** More rounds than any group lives to see, so that the one after the last can be counted. */
  public static final long MOST_ROUNDS = 1_000_000_000_000L;

  private Expect() {}

  public static <T> T present(@Nullable T value, String field, String expected) {
    if (value == null) {
      throw InvalidFieldException.missing(field, expected);
    }
    return value;
  }

  /** Text of 1 to {@code longest} characters without control characters. */
  public static String text(@Nullable String value, String field, int longest) {
    String expected = "text of 1 to " + longest + " characters";
    String text = present(value, field, expected);
    if (text.isBlank() || text.length() > longest) {
      throw InvalidFieldException.of(field, '"' + text + '"', expected);
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw InvalidFieldException.of(
          field, '"' + text.replaceAll("\\p{Cntrl}", "?") + '"', "no control characters");
    }
    return text;
  }

  /** The number of a round, {@code least} to {@link #MOST_ROUNDS}. */
  public static long roundFrom(long value, long least) {
    return inRange(value, "round", least, MOST_ROUNDS);
  }

  public static @Nullable String textOrNull(@Nullable String value, String field, int longest) {
    return value == null ? null : text(value, field, longest);
  }

  public static int inRange(int value, String field, int least, int most) {
    if (value < least || value > most) {
      throw InvalidFieldException.of(field, value, least + " to " + most);
    }
    return value;
  }

  public static long inRange(long value, String field, long least, long most) {
    if (value < least || value > most) {
      throw InvalidFieldException.of(field, value, least + " to " + most);
    }
    return value;
  }

  public static long atLeast(long value, String field, long least) {
    if (value < least) {
      throw InvalidFieldException.of(field, value, "at least " + least);
    }
    return value;
  }

  public static double finite(double value, String field) {
    if (!Double.isFinite(value)) {
      throw InvalidFieldException.of(field, value, "a finite number");
    }
    return value;
  }

  public static @Nullable Double finiteOrNull(@Nullable Double value, String field) {
    return value == null ? null : finite(value, field);
  }

  /** A finite number with {@code least <= value <= most}. */
  public static double inRange(double value, String field, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw InvalidFieldException.of(field, value, least + " to " + most);
    }
    return value;
  }

  /** A finite number above zero. */
  public static double positive(double value, String field) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw InvalidFieldException.of(field, value, "> 0");
    }
    return value;
  }
}
