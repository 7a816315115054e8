package dev.mycelium.agent.learning.data;

/**
 * A smooth random displacement of the plane (Simard, Steinkraus and Platt, ICDAR 2003, section 2):
 * uniform draws in [-1, 1] on a grid, convolved with a Gaussian of standard deviation {@value
 * #SIGMA} pixels, times a strength. The grid has one node every two pixels and the field is applied
 * to the strokes before they are painted, which keeps their edges sharp.
 */
final class ElasticField {
  private static final double SIGMA = 4;
  private static final int PITCH = 2;
  private static final int REACH = 6;
  private static final double[] KERNEL = kernel();

  private final int nodes;
  private final double[][] dx;
  private final double[][] dy;

  /**
   * @param strength pixels by which a draw of 1 moves its place before smoothing
   */
  ElasticField(int side, double strength, SeededDraws draws) {
    nodes = side / PITCH + 1;
    dx = smoothField(strength, draws);
    dy = smoothField(strength, draws);
  }

  /** Moves a point [x, y], in pixels. */
  void displace(double[] point) {
    double x = point[0];
    double y = point[1];
    point[0] = x + sample(dx, x, y);
    point[1] = y + sample(dy, x, y);
  }

  private double sample(double[][] field, double x, double y) {
    double column = Math.min(Math.max(x / PITCH, 0), nodes - 1.000001);
    double row = Math.min(Math.max(y / PITCH, 0), nodes - 1.000001);
    int i = (int) row;
    int j = (int) column;
    double v = row - i;
    double u = column - j;
    double above = field[i][j] + u * (field[i][j + 1] - field[i][j]);
    double below = field[i + 1][j] + u * (field[i + 1][j + 1] - field[i + 1][j]);
    return above + v * (below - above);
  }

  private double[][] smoothField(double strength, SeededDraws draws) {
    int padded = nodes + 2 * REACH;
    double[][] noise = new double[padded][padded];
    for (double[] row : noise) {
      for (int j = 0; j < padded; j++) {
        row[j] = draws.between(-strength, strength);
      }
    }
    double[][] field = new double[nodes][nodes];
    for (int j = 0; j < nodes; j++) {
      double[] column = new double[padded];
      for (int i = 0; i < padded; i++) {
        column[i] = convolved(noise[i], j);
      }
      for (int i = 0; i < nodes; i++) {
        field[i][j] = convolved(column, i);
      }
    }
    return field;
  }

  private static double convolved(double[] line, int from) {
    double sum = 0;
    for (int k = 0; k < KERNEL.length; k++) {
      sum += KERNEL[k] * line[from + k];
    }
    return sum;
  }

  private static double[] kernel() {
    double[] kernel = new double[2 * REACH + 1];
    double sum = 0;
    for (int k = 0; k < kernel.length; k++) {
      double distance = (k - REACH) * PITCH / SIGMA;
      kernel[k] = StrictMath.exp(-distance * distance / 2);
      sum += kernel[k];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
    return kernel;
  }
}
