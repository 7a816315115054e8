package dev.mycelium.agent.learning.data;

/** Answers with the class whose mean image is nearest in the Euclidean distance. */
final class NearestCentroid {
  private final double[][] centroids;

  NearestCentroid(Examples train, int classes) {
    centroids = new double[classes][train.inputs()];
    int[] counts = new int[classes];
    float[] inputs = new float[train.inputs()];
    for (int index = 0; index < train.size(); index++) {
      train.copyInputs(index, inputs, 0);
      counts[train.label(index)]++;
      for (int i = 0; i < inputs.length; i++) {
        centroids[train.label(index)][i] += inputs[i];
      }
    }
    for (int label = 0; label < classes; label++) {
      for (int i = 0; i < inputs.length; i++) {
        centroids[label][i] /= counts[label];
      }
    }
  }

  double accuracy(Examples examples) {
    int right = 0;
    float[] inputs = new float[examples.inputs()];
    for (int index = 0; index < examples.size(); index++) {
      examples.copyInputs(index, inputs, 0);
      if (nearest(inputs) == examples.label(index)) {
        right++;
      }
    }
    return (double) right / examples.size();
  }

  private int nearest(float[] inputs) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int label = 0; label < centroids.length; label++) {
      double distance = 0;
      for (int i = 0; i < inputs.length; i++) {
        double difference = inputs[i] - centroids[label][i];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = label;
      }
    }
    return best;
  }
}
