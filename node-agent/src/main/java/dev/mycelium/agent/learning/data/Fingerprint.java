package dev.mycelium.agent.learning.data;

/**
 * A 64-bit hash of a sequence of numbers, good enough to count equal examples, not to prove them.
 */
final class Fingerprint {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private Fingerprint() {}

  static long next(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return mixed ^ (mixed >>> 29);
  }
}
