package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Measures the difficulty of the full 60,000/10,000 synthetic digits; minutes long, so run by name:
 *
 * <pre>
 * ./mvnw test -pl node-agent -am -Dtest=DigitsCalibrationBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class DigitsCalibrationBenchmark {
  private static final double RATE = 0.01;
  private static final int EPOCHS = 10;

  @Test
  void measuresWhatEachModelReaches() {
    long start = System.nanoTime();
    ImageSet set = DigitsGenerator.generate(new DataSource.Digits(60_000, 10_000, 1));
    print("generated 70,000 images in %.1f s", (System.nanoTime() - start) / 1e9);
    ImageExamples train = ImageExamples.all(set.train());
    ImageExamples test = ImageExamples.all(set.test());

    double centroid = new NearestCentroid(train, 10).accuracy(test);
    print("nearest centroid: %.4f", centroid);
    double linear = lastAccuracy(train, test, 784, 10);
    double network = lastAccuracy(train, test, 784, 200, 200, 10);

    assertThat(centroid).isLessThanOrEqualTo(0.80);
    assertThat(linear).isLessThanOrEqualTo(0.95);
    assertThat(network).isGreaterThanOrEqualTo(0.97);
  }

  private static double lastAccuracy(Examples train, Examples test, int... sizes) {
    Perceptron network = new Perceptron(1, sizes);
    SeededDraws draws = new SeededDraws(2);
    double accuracy = 0;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      network.trainEpoch(train, RATE, draws);
      accuracy = network.accuracy(test);
      print("%d layers, epoch %d: %.4f", sizes.length - 1, epoch, accuracy);
    }
    return accuracy;
  }

  private static void print(String line, Object... figures) {
    System.out.println(line.formatted(figures));
  }
}
