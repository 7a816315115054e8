package dev.mycelium.agent.tensor;

/** Whether numbers are neither NaN nor infinite, many at a time. */
final class Finiteness {
  private static final int LANES = 64;

  private Finiteness() {}

  /**
   * Whether {@code values[from]} to {@code values[from + count - 1]} are all finite: 0 * x is 0 for
   * a finite x, and NaN for any other; sums of NaNs stay NaN.
   */
  static boolean of(float[] values, int from, int count) {
    float[] lanes = new float[LANES];
    int whole = count / LANES * LANES;
    for (int done = 0; done < whole; done += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] += 0 * values[from + done + lane];
      }
    }
    float sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    for (int i = whole; i < count; i++) {
      sum += 0 * values[from + i];
    }
    return sum == 0;
  }
}
