package dev.mycelium.agent.learning.data;

import java.util.OptionalDouble;

/** What the text of one value means. */
final class CellText {

  private CellText() {}

  static boolean isMissing(String text) {
    return text.isEmpty() || text.equals("?");
  }

  /** A finite decimal number; empty for any other text. */
  static OptionalDouble number(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return OptionalDouble.empty();
      }
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** In quotes and short enough for one line. */
  static String quoted(String text) {
    return '"' + (text.length() <= 60 ? text : text.substring(0, 57) + "...") + '"';
  }
}
