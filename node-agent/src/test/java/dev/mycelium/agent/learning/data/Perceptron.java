package dev.mycelium.agent.learning.data;

/**
 * A fully connected ReLU network with a softmax on top, trained by plain stochastic gradient
 * descent on the cross-entropy, one example a step: small enough to be believed, and knowing
 * nothing of the engine that agents train with. Without hidden layers it is softmax regression.
 */
final class Perceptron {
  private final int[] sizes;

  /** Per layer [in][out]. */
  private final float[][][] weights;

  private final float[][] biases;
  private final float[][] activations;
  private final float[][] errors;

  /** Uniform initial weights within 1/sqrt(fan-in), biases zero. */
  Perceptron(long seed, int... sizes) {
    this.sizes = sizes;
    SeededDraws draws = new SeededDraws(seed, sizes.length);
    weights = new float[sizes.length - 1][][];
    biases = new float[sizes.length - 1][];
    activations = new float[sizes.length][];
    errors = new float[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      activations[i] = new float[sizes[i]];
      errors[i] = new float[sizes[i]];
    }
    for (int layer = 0; layer < weights.length; layer++) {
      double bound = 1 / Math.sqrt(sizes[layer]);
      weights[layer] = new float[sizes[layer]][sizes[layer + 1]];
      biases[layer] = new float[sizes[layer + 1]];
      for (float[] row : weights[layer]) {
        for (int j = 0; j < row.length; j++) {
          row[j] = (float) draws.between(-bound, bound);
        }
      }
    }
  }

  void trainEpoch(Examples examples, double rate, SeededDraws draws) {
    for (int index : draws.permutation(examples.size())) {
      forward(examples, index);
      backward(examples.label(index), (float) rate);
    }
  }

  double accuracy(Examples examples) {
    int right = 0;
    for (int index = 0; index < examples.size(); index++) {
      forward(examples, index);
      if (argmax(activations[weights.length]) == examples.label(index)) {
        right++;
      }
    }
    return (double) right / examples.size();
  }

  private void forward(Examples examples, int index) {
    examples.copyInputs(index, activations[0], 0);
    for (int layer = 0; layer < weights.length; layer++) {
      float[] out = activations[layer + 1];
      System.arraycopy(biases[layer], 0, out, 0, out.length);
      for (int i = 0; i < sizes[layer]; i++) {
        if (activations[layer][i] != 0) {
          addScaled(out, activations[layer][i], weights[layer][i]);
        }
      }
      if (layer + 1 < weights.length) {
        rectify(out);
      }
    }
  }

  private void backward(int label, float rate) {
    int last = weights.length;
    softmax(activations[last], errors[last]);
    errors[last][label] -= 1;
    for (int layer = last - 1; layer >= 0; layer--) {
      float[] error = errors[layer + 1];
      for (int i = 0; i < sizes[layer]; i++) {
        float input = activations[layer][i];
        if (input != 0) {
          errors[layer][i] = layer > 0 ? dot(weights[layer][i], error) : 0;
          addScaled(weights[layer][i], -rate * input, error);
        } else {
          errors[layer][i] = 0;
        }
      }
      addScaled(biases[layer], -rate, error);
    }
  }

  private static void softmax(float[] logits, float[] probabilities) {
    double largest = logits[argmax(logits)];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) StrictMath.exp(logits[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] /= (float) sum;
    }
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private static void rectify(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(values[i], 0);
    }
  }

  private static void addScaled(float[] target, float scale, float[] vector) {
    for (int i = 0; i < target.length; i++) {
      target[i] += scale * vector[i];
    }
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
