package dev.mycelium.wire.group;

import java.util.List;

/** The beginning of a list in a sentence, so that the sentence stays one. */
final class Some {
  private static final int SHOWN = 5;

  private Some() {}

  static String of(List<String> names) {
    return of(names, SHOWN);
  }

  static String of(List<String> names, int shown) {
    return names.size() <= shown
        ? names.toString()
        : "%s and %,d more".formatted(names.subList(0, shown), names.size() - shown);
  }
}
