package dev.mycelium.agent.learning.exec;

import java.util.ArrayList;
import java.util.List;

/**
 * A command as a person writes it: words between blanks; a word in single or double quotes may
 * contain blanks. No shell reads it, so {@code $}, {@code |} and {@code \} mean nothing.
 */
final class CommandLineText {
  private static final char NO_QUOTE = 0;

  private CommandLineText() {}

  /**
   * @throws IllegalArgumentException if there is no word, or a quote stays open
   */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = NO_QUOTE;
    for (char c : (text + ' ').toCharArray()) {
      if (quote != NO_QUOTE) {
        quote = c == quote ? NO_QUOTE : quote;
        word.append(quote == NO_QUOTE ? "" : String.valueOf(c));
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
    if (quote != NO_QUOTE || words.isEmpty()) {
      throw new IllegalArgumentException(
          "command: \"%s\" (expected: a program and its arguments, every quote closed)"
              .formatted(text));
    }
    return words;
  }
}
