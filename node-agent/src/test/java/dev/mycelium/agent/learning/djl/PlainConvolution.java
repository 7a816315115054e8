package dev.mycelium.agent.learning.djl;

/**
 * One 3x3 convolution, ReLU, 2x2 max pooling and a dense layer with squared error, in plain double
 * arithmetic and by direct sums: what the engine is held against. Parameters lie as in the learner:
 * K [channels, 3, 3], its bias, W [1, channels * (side / 2)²], its bias.
 */
final class PlainConvolution {
  private final int side;
  private final int channels;

  PlainConvolution(int side, int channels) {
    this.side = side;
    this.channels = channels;
  }

  /** Central differences of the mean loss by each parameter. */
  double[] gradient(double[] w, float[][] images, float[] targets) {
    double[] gradient = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      double[] moved = w.clone();
      double step = 1e-5;
      moved[i] = w[i] + step;
      double above = loss(moved, images, targets);
      moved[i] = w[i] - step;
      gradient[i] = (above - loss(moved, images, targets)) / (2 * step);
    }
    return gradient;
  }

  double loss(double[] w, float[][] images, float[] targets) {
    double sum = 0;
    for (int i = 0; i < images.length; i++) {
      double error = output(w, images[i]) - targets[i];
      sum += error * error;
    }
    return sum / images.length;
  }

  private double output(double[] w, float[] image) {
    int half = side / 2;
    int dense = channels * 9 + channels;
    double sum = w[dense + channels * half * half];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < half; y++) {
        for (int x = 0; x < half; x++) {
          sum += w[dense + (c * half + y) * half + x] * pooled(w, image, c, y, x);
        }
      }
    }
    return sum;
  }

  private double pooled(double[] w, float[] image, int c, int y, int x) {
    double best = 0;
    for (int dy = 0; dy < 2; dy++) {
      for (int dx = 0; dx < 2; dx++) {
        best = Math.max(best, filtered(w, image, c, 2 * y + dy, 2 * x + dx));
      }
    }
    return best;
  }

  private double filtered(double[] w, float[] image, int c, int y, int x) {
    double sum = w[channels * 9 + c];
    for (int ky = 0; ky < 3; ky++) {
      for (int kx = 0; kx < 3; kx++) {
        int row = y + ky - 1;
        int column = x + kx - 1;
        if (row >= 0 && row < side && column >= 0 && column < side) {
          sum += w[c * 9 + ky * 3 + kx] * image[row * side + column];
        }
      }
    }
    return sum;
  }
}
