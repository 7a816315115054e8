package dev.mycelium.e2e;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Area under the ROC curve as the probability that a random positive scores above a random
 * negative, ties counted half (Mann and Whitney 1947): (R - p(p+1)/2) / (p n) with R the sum of the
 * positives' mid-ranks.
 */
final class Auc {
  private Auc() {}

  static boolean isDefined(int[] labels) {
    long positives = IntStream.of(labels).filter(label -> label == 1).count();
    return positives > 0 && positives < labels.length;
  }

  /**
   * @param labels 1 for positive, 0 for negative; both must occur
   */
  static double of(double[] scores, int[] labels) {
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .toList();
    double ranks = 0;
    long positives = 0;
    if (!isDefined(labels)) {
      throw new IllegalArgumentException("labels: one class (expected: positives and negatives)");
    }
    for (int from = 0; from < order.size(); ) {
      int to = from;
      while (to < order.size() && scores[order.get(to)] == scores[order.get(from)]) {
        to++;
      }
      double rank = (from + 1 + to) / 2.0;
      for (int i = from; i < to; i++) {
        ranks += labels[order.get(i)] * rank;
        positives += labels[order.get(i)];
      }
      from = to;
    }
    long negatives = scores.length - positives;
    return (ranks - positives * (positives + 1) / 2.0) / (positives * negatives);
  }
}
