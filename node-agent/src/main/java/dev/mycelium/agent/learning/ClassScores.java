package dev.mycelium.agent.learning;

/**
 * Accuracy and mean cross-entropy of a classifier, summed example by example in double precision.
 *
 * <p>For logits z and class c: loss = log(sum_k exp(z_k - max z)) - (z_c - max z) in nats. The
 * answer is the class of the largest logit, the first of equals.
 */
final class ClassScores implements Scores {
  private final int classes;
  private long examples;
  private long correct;
  private double lossSum;

  ClassScores(int classes) {
    this.classes = classes;
  }

  /**
   * @param target index of the right class, in [0, classes)
   */
  @Override
  public void add(float[] logits, int row, float target) {
    int from = row * classes;
    int best = from;
    for (int i = from + 1; i < from + classes; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    double top = logits[best];
    double exponentials = 0;
    for (int i = from; i < from + classes; i++) {
      exponentials += Math.exp(logits[i] - top);
    }
    int right = from + (int) target;
    examples++;
    correct += best == right ? 1 : 0;
    lossSum += Math.log(exponentials) - (logits[right] - top);
  }

  @Override
  public Evaluation evaluation() {
    double loss = lossSum / examples;
    if (!Double.isFinite(loss)) {
      throw DivergedException.inEvaluation(loss);
    }
    return new Evaluation((double) correct / examples, loss, examples);
  }
}
