package dev.mycelium.agent.learning;

/**
 * Seeds of independent streams, mixed from what names a stream: group's seed, round, participant,
 * epoch and so on.
 *
 * <p>Each part is added to the state and scrambled by SplitMix64's finalizer (Steele, Lea and Flood
 * 2014, "Fast splittable pseudorandom number generators", with Stafford's variant 13), so that
 * neighbouring parts give unrelated seeds. The same bits on every machine.
 */
final class Seed {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Seed() {}

  static long of(long... parts) {
    long state = parts.length;
    for (long part : parts) {
      state = scrambled(scrambled(state + GOLDEN_GAMMA) ^ part);
    }
    return state;
  }

  private static long scrambled(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
