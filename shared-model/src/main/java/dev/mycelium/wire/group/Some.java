package dev.mycelium.wire.group;

import java.util.List;

/** The beginning of a list in a sentence, so that the sentence stays one. */
final class Some {
  private static final int SHOWN = 5;

  private Some() {}

  static String of(List<String> names) {
    return names.size() <= SHOWN
        ? names.toString()
        : "%s and %,d more".formatted(names.subList(0, SHOWN), names.size() - SHOWN);
  }
}
