package dev.mycelium.e2e;

import java.util.stream.IntStream;

/**
 * How well forecasts y' of returns y did, beside the forecast that is always the mean m of the
 * training returns (Campbell and Thompson 2008, eq. 1, with a fixed m):
 *
 * <pre>
 *   R² = 1 - sum (y - y')² / sum (y - m)²        signs = share of y, not 0, with sign y' = sign y
 * </pre>
 *
 * @param errors sum (y - y')²
 * @param mean sum (y - m)²
 * @param right returns whose sign was foretold
 * @param moves returns that are not 0
 */
record ReturnScores(double errors, double mean, long right, long moves) {
  /** Far below one tick of any price here, and far above what float32 makes of a 0. */
  private static final double NO_MOVE = 1e-7;

  /**
   * @param returns as long as {@code answers}, in the same units
   */
  static ReturnScores of(double[] answers, double[] returns, double trainingMean) {
    double errors = 0;
    double mean = 0;
    long right = 0;
    for (int i = 0; i < returns.length; i++) {
      errors += Math.pow(returns[i] - answers[i], 2);
      mean += Math.pow(returns[i] - trainingMean, 2);
      right += moved(returns[i]) && Math.signum(answers[i]) == Math.signum(returns[i]) ? 1 : 0;
    }
    long moves = IntStream.range(0, returns.length).filter(i -> moved(returns[i])).count();
    return new ReturnScores(errors, mean, right, moves);
  }

  private static boolean moved(double value) {
    return Math.abs(value) > NO_MOVE;
  }

  ReturnScores plus(ReturnScores other) {
    return new ReturnScores(
        errors + other.errors, mean + other.mean, right + other.right, moves + other.moves);
  }

  double determination() {
    return 1 - errors / mean;
  }

  double signs() {
    return (double) right / moves;
  }
}
