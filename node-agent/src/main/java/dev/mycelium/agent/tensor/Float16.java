package dev.mycelium.agent.tensor;

/**
 * IEEE 754 binary16 ("half precision") as 16 bits: sign {@code s}, five bits of exponent {@code e},
 * ten bits of fraction {@code f}.
 *
 * <pre>
 *   0 &lt; e &lt; 31   (-1)^s * 2^(e-15) * (1 + f/1024)      largest: 65504
 *   e = 0        (-1)^s * 2^-14 * f/1024               smallest above 0: 2^-24
 *   e = 31       infinity if f = 0, else NaN
 * </pre>
 *
 * Every value is a float32, so widening is exact. (JDK 20 has {@code Float.float16ToFloat}; this
 * code runs on 17.)
 */
public final class Float16 {
  /** What is as large or larger rounds to infinity: half a step beyond 65504. */
  public static final float OVERFLOW = 65520;

  private static final int INFINITY = 0x7c00;
  private static final int QUIET = 0x0200;
  private static final float SMALLEST_NORMAL = 0x1p-14f;

  private Float16() {}

  /** The exact value; a NaN keeps sign and payload. */
  public static float toFloat(short half) {
    int magnitude = (half & 0x7fff) << 13;
    int bits =
        (half & INFINITY) == INFINITY
            ? magnitude | 0x7f800000
            : Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) * 0x1p112f);
    return Float.intBitsToFloat(bits | (half & 0x8000) << 16);
  }

  /**
   * The nearest value, a tie to the even fraction. From {@link #OVERFLOW} on it is an infinity; up
   * to 2^-25 it is a zero of the same sign. A NaN stays one, and keeps the upper bits of its
   * payload unless all are 0.
   */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    float absolute = Float.intBitsToFloat(magnitude);
    if (Float.isNaN(value)) {
      int payload = magnitude >>> 13 & 0x03ff;
      return (short) (sign | INFINITY | (payload == 0 ? QUIET : payload));
    }
    if (absolute >= OVERFLOW) {
      return (short) (sign | INFINITY);
    }
    if (absolute < SMALLEST_NORMAL) {
      return (short) (sign | (int) Math.rint((double) absolute * 0x1p24));
    }
    int rounded = magnitude + 0x0fff + (magnitude >>> 13 & 1);
    return (short) (sign | (rounded >>> 13) - (112 << 10));
  }
}
