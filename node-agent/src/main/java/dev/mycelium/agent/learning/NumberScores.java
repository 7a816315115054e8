package dev.mycelium.agent.learning;

/**
 * Coefficient of determination and mean squared error of a regression, in double precision.
 *
 * <pre>
 *   loss = sum (y - y')² / n        R² = 1 - sum (y - y')² / sum (y - mean y)²
 * </pre>
 *
 * The spread of the targets y is summed by Welford's recurrence (Knuth, TAOCP 2, 4.2.2), so that a
 * large mean does not cancel it. R² has no lower bound. Where all targets are equal it is 1 if
 * every answer is exact, else 0, as in scikit-learn's {@code r2_score}.
 */
final class NumberScores implements Scores {
  private long examples;
  private double squaredErrors;
  private double mean;
  private double spread;

  @Override
  public void add(float[] outputs, int row, float target) {
    double error = (double) target - outputs[row];
    squaredErrors += error * error;
    examples++;
    double off = target - mean;
    mean += off / examples;
    spread += off * (target - mean);
  }

  @Override
  public Evaluation evaluation() {
    double loss = squaredErrors / examples;
    if (!Double.isFinite(loss)) {
      throw DivergedException.inEvaluation(loss);
    }
    return new Evaluation(determination(), loss, examples);
  }

  private double determination() {
    if (spread > 0) {
      return 1 - squaredErrors / spread;
    }
    return squaredErrors > 0 ? 0 : 1;
  }
}
