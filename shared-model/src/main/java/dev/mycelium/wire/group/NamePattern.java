package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mycelium.wire.Expect;

/**
 * Names of parameters: {@code *} stands for any characters, dots too, or none, {@code ?} for one,
 * and everything else for itself: {@code head.*}, {@code *.bn?.*}.
 */
public record NamePattern(@JsonValue String text) {
  private static final int LONGEST = 64;

  @JsonCreator
  public NamePattern {
    text = Expect.text(text, "spec.federation.personal", LONGEST);
  }

  /** In time of at most the two lengths' product, whatever a stranger wrote. */
  public boolean matches(String name) {
    int symbol = 0;
    int star = -1;
    int retry = 0;
    int at = 0;
    while (at < name.length()) {
      char wanted = symbol < text.length() ? text.charAt(symbol) : 0;
      if (wanted == '*') {
        star = symbol++;
        retry = at;
      } else if (symbol < text.length() && (wanted == '?' || wanted == name.charAt(at))) {
        symbol++;
        at++;
      } else if (star >= 0) {
        symbol = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    return text.substring(symbol).chars().allMatch(rest -> rest == '*');
  }

  @Override
  public String toString() {
    return text;
  }
}
