package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RotationTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @Test
  void turnsCounterClockwise() {
    Images image = image(3, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(turned(image, 90)).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    assertThat(turned(image, -90)).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
    assertThat(turned(image, 180)).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    assertThat(turned(image, 630)).isEqualTo(turned(image, -90));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void wholeTurnsChangeNothing(long seed) {
    Images image = randomImage(seed, 28);

    for (double degrees : new double[] {0, 360, -720}) {
      assertThat(turned(image, degrees)).as("seed %d", seed).isEqualTo(turned(image, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fourQuarterTurnsAreNone(long seed) {
    for (int side : new int[] {27, 28}) {
      Images image = randomImage(seed, side);
      Images turned = image;
      for (int i = 0; i < 4; i++) {
        turned = image(side, turned(turned, 90));
      }

      assertThat(turned.pixels()).as("seed %d", seed).isEqualTo(image.pixels());
    }
  }

  /**
   * A plus of 3x3 turned by 45: the middle stays, corners take 1/sqrt(2) between plus and centre.
   */
  @Test
  void interpolatesBetweenPixelsWithZeroOutside() {
    Images plus = image(3, 0, 100, 0, 100, 200, 100, 0, 100, 0);

    int[] turned = turned(plus, 45);

    // An edge pixel comes from (s, s) with s = sqrt(1/2): (1-s)^2 * 200 + 2 s (1-s) * 100 + s^2 *
    // 0.
    double s = Math.sqrt(0.5);
    double edge = (1 - s) * (1 - s) * 200 + 2 * s * (1 - s) * 100;
    // A corner comes from (sqrt(2), 0), outside by 0.414: (2 - sqrt(2)) * 100 of its inner
    // neighbour.
    double corner = (2 - Math.sqrt(2)) * 100;
    assertThat(turned[4]).isEqualTo(200);
    for (int i : new int[] {1, 3, 5, 7}) {
      assertThat((double) turned[i]).isCloseTo(edge, within(0.5));
    }
    for (int i : new int[] {0, 2, 6, 8}) {
      assertThat((double) turned[i]).isCloseTo(corner, within(0.5));
    }
  }

  @Test
  void refusesAnAngleThatIsNone() {
    assertThatThrownBy(() -> new Rotation(Double.NaN))
        .isInstanceOf(DataSpecException.class)
        .hasMessage("rotate: NaN (expected: a finite number of degrees)");
  }

  private static int[] turned(Images image, double degrees) {
    byte[] target = new byte[image.area()];
    new Rotation(degrees).turn(image.pictures(), 0, target, 0);
    return IntStream.range(0, target.length).map(i -> target[i] & 0xFF).toArray();
  }

  private static Images randomImage(long seed, int side) {
    SeededDraws draws = new SeededDraws(seed);
    return image(side, IntStream.generate(() -> draws.below(256)).limit(side * side).toArray());
  }

  private static Images image(int side, int... greys) {
    byte[] pixels = new byte[greys.length];
    for (int i = 0; i < greys.length; i++) {
      pixels[i] = (byte) greys[i];
    }
    return new Images(side, side, pixels, new byte[1]);
  }
}
