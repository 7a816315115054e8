package dev.mycelium.agent.learning.data;

/**
 * Mean and spread of the numbers that are there.
 *
 * @param count numbers that were not missing
 * @param mean sum x / n; 0 without numbers
 * @param scale standard deviation sqrt(sum (x - mean)² / n), or 1 where all numbers are equal, so
 *     that dividing by it is always possible
 */
record Moments(int count, double mean, double scale) {

  /**
   * Of {@code values} at {@code rows}, in two passes in that order; NaN is a missing value.
   *
   * @param rows indices into {@code values}
   */
  static Moments of(double[] values, int[] rows) {
    int count = 0;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int row : rows) {
      if (!Double.isNaN(values[row])) {
        count++;
        sum += values[row];
        least = Math.min(least, values[row]);
        most = Math.max(most, values[row]);
      }
    }
    if (count == 0 || least == most) {
      return new Moments(count, count == 0 ? 0 : least, 1);
    }
    double mean = sum / count;
    return new Moments(count, mean, Math.sqrt(squares(values, rows, mean) / count));
  }

  private static double squares(double[] values, int[] rows, double mean) {
    double squares = 0;
    for (int row : rows) {
      double off = values[row] - mean;
      squares += Double.isNaN(off) ? 0 : off * off;
    }
    return squares;
  }
}
