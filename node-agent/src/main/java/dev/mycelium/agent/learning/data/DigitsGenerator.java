package dev.mycelium.agent.learning.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes images of digits by hand and seed. Image k of a part depends on the seed, the part and k
 * only, so that the work spreads over all cores and a smaller set is the beginning of a larger one.
 */
final class DigitsGenerator {
  /** Goes up with any change of the bytes that a seed gives. */
  static final int VERSION = 1;

  private static final int TRAIN = 0;
  private static final int TEST = 1;

  private DigitsGenerator() {}

  static ImageSet generate(DataSource.Digits digits) {
    return new ImageSet(
        part(digits.seed(), TRAIN, digits.train()),
        part(digits.seed(), TEST, digits.test()),
        List.of());
  }

  private static Images part(long seed, int part, int count) {
    int area = Hand.SIDE * Hand.SIDE;
    byte[] pixels = new byte[count * area];
    byte[] labels = new byte[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            k -> {
              SeededDraws draws = new SeededDraws(seed, part, k);
              int digit = draws.below(Glyphs.digits());
              labels[k] = (byte) digit;
              new Hand(draws).write(digit, pixels, k * area);
            });
    return new Images(Hand.SIDE, Hand.SIDE, pixels, labels);
  }
}
