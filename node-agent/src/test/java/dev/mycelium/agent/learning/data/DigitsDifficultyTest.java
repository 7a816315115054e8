package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The synthetic digits are neither a toy nor noise. A fifth of the usual size keeps this quick;
 * {@link DigitsCalibrationBenchmark} measures the full set, and {@code docs/results.md} has its
 * figures.
 */
class DigitsDifficultyTest {
  private static final double RATE = 0.01;

  private static ImageExamples train;
  private static ImageExamples test;

  @BeforeAll
  static void generate() {
    ImageSet set = DigitsGenerator.generate(new DataSource.Digits(12_000, 2_000, 1));
    train = ImageExamples.all(set.train());
    test = ImageExamples.all(set.test());
  }

  @Test
  void prototypesAreNotEnough() {
    double accuracy = new NearestCentroid(train, 10).accuracy(test);

    assertThat(accuracy).isBetween(0.4, 0.80);
  }

  @Test
  void aLinearModelIsNotEnough() {
    double accuracy = accuracyAfter(3, train, test, 784, 10);

    assertThat(accuracy).isBetween(0.7, 0.95);
  }

  @Test
  void aNetworkLearnsThem() {
    double accuracy = accuracyAfter(3, train, test, 784, 200, 200, 10);

    assertThat(accuracy).isGreaterThanOrEqualTo(0.95);
  }

  /**
   * What is learned upright helps little on quarter and half turns: two rotations are two worlds.
   */
  @Test
  void rotationsAreOtherDistributions() {
    Perceptron upright = new Perceptron(1, 784, 10);
    upright.trainEpoch(train, RATE, new SeededDraws(1));

    assertThat(upright.accuracy(test)).isGreaterThan(0.75);
    assertThat(upright.accuracy(test.rotated(new Rotation(90)))).isLessThan(0.35);
    assertThat(upright.accuracy(test.rotated(new Rotation(180)))).isLessThan(0.5);
  }

  private static double accuracyAfter(int epochs, Examples train, Examples test, int... sizes) {
    Perceptron network = new Perceptron(1, sizes);
    SeededDraws draws = new SeededDraws(2);
    for (int epoch = 0; epoch < epochs; epoch++) {
      network.trainEpoch(train, RATE, draws);
    }
    return network.accuracy(test);
  }
}
