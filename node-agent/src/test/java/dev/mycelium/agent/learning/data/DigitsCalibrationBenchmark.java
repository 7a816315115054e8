package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how hard the full 60,000/10,000 synthetic digits are, and MNIST beside them where it
 * lies; minutes long, so run by name:
 *
 * <pre>
 * ./mvnw test -pl node-agent -am -Dtest=DigitsCalibrationBenchmark \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class DigitsCalibrationBenchmark {
  private static final double RATE = 0.01;
  private static final int EPOCHS = 10;

  @TempDir Path cache;

  @Test
  void measuresWhatEachModelReachesOnSyntheticDigits() {
    Dataset digits = timed("generated and cached");
    timed("read from the cache");

    Reached reached = measure(digits);

    assertThat(reached.centroid()).isLessThanOrEqualTo(0.80);
    assertThat(reached.linear()).isLessThanOrEqualTo(0.95);
    assertThat(reached.network()).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void measuresWhatEachModelReachesOnMnist() {
    measure(MnistTest.mnist());
  }

  private Dataset timed(String what) {
    long start = System.nanoTime();
    Dataset digits = new Datasets(cache, cache).load(DataSpec.parse("synthetic:digits"));
    print("%s: %.1f s", what, (System.nanoTime() - start) / 1e9);
    return digits;
  }

  private static Reached measure(Dataset data) {
    double centroid = new NearestCentroid(images(data.train()), 10).accuracy(images(data.test()));
    print("%s: nearest centroid %.4f", data.name(), centroid);
    double linear = train(data, 784, 10).accuracy(images(data.test()));
    Perceptron network = train(data, 784, 200, 200, 10);
    for (int degrees : new int[] {90, 180, 270}) {
      double turned = network.accuracy(images(data.test()).rotated(new Rotation(degrees)));
      print("%s: the network on images turned by %d: %.4f", data.name(), degrees, turned);
    }
    return new Reached(centroid, linear, network.accuracy(images(data.test())));
  }

  private static ImageExamples images(RawExamples examples) {
    return (ImageExamples) examples;
  }

  private static Perceptron train(Dataset data, int... sizes) {
    Perceptron network = new Perceptron(1, sizes);
    SeededDraws draws = new SeededDraws(2);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      network.trainEpoch(images(data.train()), RATE, draws);
      double accuracy = network.accuracy(images(data.test()));
      print("%s: %d layers, epoch %d: %.4f", data.name(), sizes.length - 1, epoch, accuracy);
    }
    return network;
  }

  private static void print(String line, Object... figures) {
    System.out.println(line.formatted(figures));
  }

  /** Accuracies on the test images after the last epoch. */
  private record Reached(double centroid, double linear, double network) {}
}
