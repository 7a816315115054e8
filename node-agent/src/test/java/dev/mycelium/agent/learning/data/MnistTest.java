package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reader against the real data set, where it lies beside the checkout. */
class MnistTest {
  private static Dataset mnist;
  private static Examples train;
  private static Examples test;

  @BeforeAll
  static void load() {
    mnist = mnist();
    train = (ImageExamples) mnist.train();
    test = (ImageExamples) mnist.test();
  }

  /** Skips the test where the data set is not there. */
  static Dataset mnist() {
    Path here = Path.of("").toAbsolutePath();
    Optional<Path> found =
        Stream.iterate(here, directory -> directory != null, Path::getParent)
            .map(directory -> directory.resolve("shared/datasets/mnist"))
            .filter(Files::isDirectory)
            .findFirst();
    assumeTrue(found.isPresent(), "shared/datasets/mnist is not above " + here);
    return new Datasets(here, here).load(DataSpec.parse("idx:" + found.orElseThrow()));
  }

  @Test
  void hasTheSizesAndLabelsOfMnist() {
    int[] counts = new int[10];
    for (int label : mnist.train().strata()) {
      counts[label]++;
    }

    assertThat(mnist.name()).isEqualTo("mnist");
    assertThat(mnist.train().task(mnist.labels()).inputShape()).containsExactly(1, 28, 28);
    assertThat(mnist.labels()).hasSize(10).startsWith("0").endsWith("9");
    assertThat(mnist.test().size()).isEqualTo(10_000);
    assertThat(counts).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
  }

  /** Mean .1307 and standard deviation .3081, as everybody normalises with. */
  @Test
  void hasTheBrightnessOfMnist() {
    float[] inputs = new float[784];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < train.size(); i++) {
      train.copyInputs(i, inputs, 0);
      for (float input : inputs) {
        sum += input;
        squares += (double) input * input;
      }
    }

    double mean = sum / (60_000 * 784);
    assertThat(mean).isCloseTo(0.1307, within(0.00005));
    assertThat(Math.sqrt(squares / (60_000 * 784) - mean * mean))
        .isCloseTo(0.3081, within(0.00005));
  }

  /** The usual figure for class means on MNIST's test images is 82.03 %. */
  @Test
  void isClassifiedByItsMeansAsWellAsEver() {
    assertThat(new NearestCentroid(train, 10).accuracy(test)).isCloseTo(0.8203, within(0.0005));
  }
}
