package dev.mycelium.agent.learning.data;

/**
 * Seeded random draws, the same on every machine and JDK: SplitMix64 (Steele, Lea and Flood, OOPSLA
 * 2014) for bits, {@link StrictMath} for logarithms. The JDK's own generators promise the bits of
 * {@code nextLong} only, not those of bounded or Gaussian draws. Not thread-safe.
 */
final class SeededDraws {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long state;

  /** Every list of seeds begins a stream of its own. */
  SeededDraws(long... seeds) {
    for (long seed : seeds) {
      state = mixed(state + GOLDEN_GAMMA) ^ seed;
    }
    state = mixed(state + GOLDEN_GAMMA);
  }

  long bits() {
    state += GOLDEN_GAMMA;
    return mixed(state);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (bits() >>> 11) * UNIT;
  }

  /** Uniform in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /** Uniform in 0..bound-1; without bias, by rejection. */
  int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound: " + bound + " (expected: > 0)");
    }
    long limit = (1L << 32) - (1L << 32) % bound;
    long drawn = bits() >>> 32;
    while (drawn >= limit) {
      drawn = bits() >>> 32;
    }
    return (int) (drawn % bound);
  }

  /** Standard normal, by Marsaglia's polar method; the second of each pair is not used. */
  double gaussian() {
    while (true) {
      double x = between(-1, 1);
      double y = between(-1, 1);
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        return x * Math.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  /**
   * Logarithm of a Gamma(shape, 1) variate, by Marsaglia and Tsang (ACM TOMS 2000); the logarithm
   * keeps the tiny variates of small shapes apart from zero.
   */
  double logGamma(double shape) {
    if (shape < 1) {
      return logGamma(shape + 1) + StrictMath.log(1 - unit()) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = gaussian();
      double root = 1 + c * x;
      double v = root * root * root;
      if (v > 0 && StrictMath.log(1 - unit()) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
        return StrictMath.log(d) + StrictMath.log(v);
      }
    }
  }

  /** The numbers 0..size-1 in random order (Fisher and Yates). */
  int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
