package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigitsGeneratorTest {
  private static final int AREA = 28 * 28;

  @Test
  void makesTheSameBytesOnEveryMachine() throws NoSuchAlgorithmException {
    ImageSet set = DigitsGenerator.generate(new DataSource.Digits(1000, 100, 1));

    assertThat(sha256(set.train()))
        .as("changed bytes need another DigitsGenerator.VERSION, or old caches would be read")
        .isEqualTo("87dd168fa84d51986c3ee6e51e0b34e44c679bf355c192fb63c8bb352a75b3b0");
    assertThat(sha256(set.test()))
        .isEqualTo("7b49499c607420000a7f680ee0acec104c8090cc809e87a7910327874e5b23db");
  }

  @Test
  void beginsLargerSetsLikeSmallerOnes() {
    ImageSet small = DigitsGenerator.generate(new DataSource.Digits(20, 10, 4));
    ImageSet large = DigitsGenerator.generate(new DataSource.Digits(200, 100, 4));

    assertThat(small.train().pixels()).isEqualTo(Arrays.copyOf(large.train().pixels(), 20 * AREA));
    assertThat(small.test().pixels()).isEqualTo(Arrays.copyOf(large.test().pixels(), 10 * AREA));
  }

  @Test
  void makesOtherImagesForAnotherSeedPartOrIndex() {
    ImageSet one = DigitsGenerator.generate(new DataSource.Digits(100, 100, 1));
    ImageSet two = DigitsGenerator.generate(new DataSource.Digits(100, 100, 2));

    assertThat(one.train().pixels())
        .isNotEqualTo(two.train().pixels())
        .isNotEqualTo(one.test().pixels());
    long distinct =
        IntStream.range(0, 100)
            .mapToObj(k -> HexFormat.of().formatHex(one.train().pixels(), k * AREA, (k + 1) * AREA))
            .distinct()
            .count();
    assertThat(distinct).isEqualTo(100);
  }

  @Test
  void drawsAllDigitsAboutEquallyOften() {
    ImageSet set = DigitsGenerator.generate(new DataSource.Digits(5000, 1, 3));

    int[] counts = new int[10];
    for (byte label : set.train().labels()) {
      counts[label]++;
    }

    // 500 expected, deviation 21.
    assertThat(IntStream.of(counts)).allMatch(count -> count > 390 && count < 610);
  }

  /** Ink on the border would mean a shape that is cut off; noise reaches 0.12 of 255. */
  @Test
  void keepsDigitsOnThePaper() {
    Images images = DigitsGenerator.generate(new DataSource.Digits(3000, 1, 5)).train();

    for (int k = 0; k < images.count(); k++) {
      for (int i = 0; i < 28; i++) {
        for (int p : new int[] {i, 27 * 28 + i, i * 28, i * 28 + 27}) {
          assertThat(images.pixels()[k * AREA + p] & 0xFF).as("image %d", k).isLessThan(32);
        }
      }
    }
  }

  private static String sha256(Images images) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(images.labels());
    return HexFormat.of().formatHex(digest.digest(images.pixels()));
  }
}
