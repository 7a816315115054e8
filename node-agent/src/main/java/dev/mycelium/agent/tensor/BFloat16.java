package dev.mycelium.agent.tensor;

/**
 * bfloat16 ("brain floating point"): the upper 16 bits of a float32, hence sign, eight bits of
 * exponent and seven of fraction: {@code (-1)^s * 2^(e-127) * (1 + f/128)}, and for {@code e = 0}
 * {@code (-1)^s * 2^-126 * f/128}. Widening is exact; the largest value is {@code (2 - 2^-7) *
 * 2^127}, about 3.39e38.
 */
public final class BFloat16 {
  /** What is as large or larger rounds to infinity: half a step beyond the largest value. */
  public static final float OVERFLOW = 0x1.ffp127f;

  private static final int QUIET = 0x0040;

  private BFloat16() {}

  /** The exact value; a NaN keeps sign and payload. */
  public static float toFloat(short brain) {
    return Float.intBitsToFloat(brain << 16);
  }

  /**
   * The nearest value, a tie to the even fraction: {@code (bits + 0x7fff + lowest kept bit) /
   * 2^16}. From {@link #OVERFLOW} on that is an infinity. A NaN stays one, with the upper bits of
   * its payload.
   */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      int upper = bits >>> 16;
      return (short) ((upper & 0x7f) == 0 ? upper | QUIET : upper);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
