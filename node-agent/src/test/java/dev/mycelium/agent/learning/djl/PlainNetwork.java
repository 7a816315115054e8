package dev.mycelium.agent.learning.djl;

import dev.mycelium.agent.learning.ArrayExamples;

/**
 * One hidden ReLU layer and softmax cross-entropy in plain double arithmetic, written from the
 * formulas: what the engine's gradients are held against. Parameters lie as in the learner: W0
 * [hidden, in], b0, W1 [out, hidden], b1.
 */
final class PlainNetwork {
  private final int in;
  private final int hidden;
  private final int out;

  PlainNetwork(int in, int hidden, int out) {
    this.in = in;
    this.hidden = hidden;
    this.out = out;
  }

  /** Gradient of the mean loss over all examples. */
  double[] gradient(double[] w, ArrayExamples examples) {
    double[] gradient = new double[w.length];
    for (int i = 0; i < examples.size(); i++) {
      add(gradient, w, examples.row(i), examples.label(i));
    }
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] /= examples.size();
    }
    return gradient;
  }

  private void add(double[] gradient, double[] w, float[] x, int label) {
    int b0 = hidden * in;
    int w1 = b0 + hidden;
    int b1 = w1 + out * hidden;
    double[] h = hidden(w, x);
    double[] error = probabilities(w, h);
    error[label] -= 1;
    for (int o = 0; o < out; o++) {
      gradient[b1 + o] += error[o];
      for (int j = 0; j < hidden; j++) {
        gradient[w1 + o * hidden + j] += error[o] * h[j];
      }
    }
    for (int j = 0; j < hidden; j++) {
      double back = 0;
      for (int o = 0; o < out; o++) {
        back += h[j] > 0 ? error[o] * w[w1 + o * hidden + j] : 0;
      }
      gradient[b0 + j] += back;
      for (int k = 0; k < in; k++) {
        gradient[j * in + k] += back * x[k];
      }
    }
  }

  private double[] hidden(double[] w, float[] x) {
    double[] h = new double[hidden];
    for (int j = 0; j < hidden; j++) {
      double sum = w[hidden * in + j];
      for (int k = 0; k < in; k++) {
        sum += w[j * in + k] * x[k];
      }
      h[j] = Math.max(0, sum);
    }
    return h;
  }

  private double[] probabilities(double[] w, double[] h) {
    int w1 = hidden * in + hidden;
    double[] p = new double[out];
    double total = 0;
    for (int o = 0; o < out; o++) {
      double z = w[w1 + out * hidden + o];
      for (int j = 0; j < hidden; j++) {
        z += w[w1 + o * hidden + j] * h[j];
      }
      p[o] = Math.exp(z);
      total += p[o];
    }
    for (int o = 0; o < out; o++) {
      p[o] /= total;
    }
    return p;
  }
}
