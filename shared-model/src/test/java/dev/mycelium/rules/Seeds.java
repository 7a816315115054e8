package dev.mycelium.rules;

import java.util.stream.LongStream;

/** Seeds of the property tests; a failure names the one that it happened with. */
final class Seeds {
  private Seeds() {}

  static LongStream some() {
    return LongStream.rangeClosed(1, 50);
  }
}
