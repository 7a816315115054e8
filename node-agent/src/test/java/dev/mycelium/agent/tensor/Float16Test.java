package dev.mycelium.agent.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both 16-bit forms over all their 65,536 values, against fractions reckoned in BigDecimal. */
class Float16Test {
  private static final Form HALF = new Form(10, 15, Float16::toFloat, Float16::fromFloat);
  private static final Form BRAIN = new Form(7, 127, BFloat16::toFloat, BFloat16::fromFloat);

  @Test
  void widensEveryValueExactly() {
    for (Form form : new Form[] {HALF, BRAIN}) {
      for (int bits = 0; bits < 1 << 16; bits++) {
        float wide = form.widen.of((short) bits);

        assertThat(form.isValue(bits, wide)).as("%x as %s", bits, wide).isTrue();
      }
    }
  }

  @Test
  void narrowsWhatItWidenedToTheSameBits() {
    for (Form form : new Form[] {HALF, BRAIN}) {
      for (int bits = 0; bits < 1 << 16; bits++) {
        int back = form.narrow.applyAsInt(form.widen.of((short) bits)) & 0xffff;

        assertThat(back).as("%x", bits).isEqualTo(bits);
      }
    }
  }

  @Test
  void keepsANaNThatHasOnlyLowBits() {
    float low = Float.intBitsToFloat(0x7f800001);

    assertThat(Float16.fromFloat(low)).isEqualTo((short) 0x7e00);
    assertThat(BFloat16.fromFloat(low)).isEqualTo((short) 0x7fc0);
  }

  /** Between any two neighbours: the middle goes to the even one, all else to the nearer one. */
  @Test
  void roundsToTheNearestAndTiesToEven() {
    for (Form form : new Form[] {HALF, BRAIN}) {
      for (int bits = 0; form.isFinite(bits + 1); bits++) {
        float middle = middle(form, bits);
        int even = bits + (bits & 1);

        assertThat(form.narrow.applyAsInt(middle)).as("%x", bits).isEqualTo(even);
        assertThat(form.narrow.applyAsInt(Math.nextDown(middle))).isEqualTo(bits);
        assertThat(form.narrow.applyAsInt(Math.nextUp(middle))).isEqualTo(bits + 1);
        assertThat(form.narrow.applyAsInt(-middle) & 0xffff).isEqualTo(even | 1 << 15);
      }
    }
  }

  @Test
  void roundsRandomNumbersToTheNearest() {
    RandomGenerator random = SomeTensors.seeded(16);
    for (Form form : new Form[] {HALF, BRAIN}) {
      for (int i = 0; i < 20_000; i++) {
        float value = Math.abs(form.widen.of((short) random.nextInt(form.largest())));
        float near = value * (1 + random.nextFloat() / 64);
        int bits = form.narrow.applyAsInt(near);

        BigDecimal error = form.distance(bits, near);

        IntStream.of(bits - 1, bits + 1)
            .filter(neighbour -> neighbour >= 0 && form.isFinite(neighbour))
            .forEach(
                neighbour ->
                    assertThat(error)
                        .as("%s", near)
                        .isLessThanOrEqualTo(form.distance(neighbour, near)));
      }
    }
  }

  @Test
  void overflowsToInfinityFromHalfAStepBeyondTheLargestOn() {
    assertThat(Float16.toFloat((short) HALF.largest())).isEqualTo(65504);
    assertThat(Float16.fromFloat(Math.nextDown(Float16.OVERFLOW))).isEqualTo((short) 0x7bff);
    assertThat(Float16.fromFloat(Float16.OVERFLOW)).isEqualTo((short) 0x7c00);
    assertThat(Float16.fromFloat(-Float.MAX_VALUE)).isEqualTo((short) 0xfc00);
    assertThat(BFloat16.fromFloat(Math.nextDown(BFloat16.OVERFLOW))).isEqualTo((short) 0x7f7f);
    assertThat(BFloat16.fromFloat(BFloat16.OVERFLOW)).isEqualTo((short) 0x7f80);
    assertThat(BFloat16.fromFloat(-Float.MAX_VALUE)).isEqualTo((short) 0xff80);
  }

  /** Exactly between both, in float32: it has more bits than two fractions need. */
  private static float middle(Form form, int bits) {
    BigDecimal sum = form.value(bits).add(form.value(bits + 1));
    float middle = sum.divide(BigDecimal.valueOf(2)).floatValue();
    assertThat(new BigDecimal(middle).multiply(BigDecimal.valueOf(2)).compareTo(sum)).isZero();
    return middle;
  }

  private interface Widening {
    float of(short bits);
  }

  private interface Narrowing {
    short of(float value);
  }

  /** One sign, exponent of the rest, and so many bits of fraction; infinities when all are set. */
  private static final class Form {
    final int fractionBits;
    final int bias;
    final Widening widen;
    final ToIntFunction<Float> narrow;

    Form(int fractionBits, int bias, Widening widen, Narrowing narrow) {
      this.fractionBits = fractionBits;
      this.bias = bias;
      this.widen = widen;
      this.narrow = narrow::of;
    }

    int fraction(int bits) {
      return bits & (1 << fractionBits) - 1;
    }

    int exponent(int bits) {
      return (bits & 0x7fff) >> fractionBits;
    }

    boolean isFinite(int bits) {
      return exponent(bits) < 2 * bias + 1;
    }

    int largest() {
      return (2 * bias + 1 << fractionBits) - 1;
    }

    /** Also tells the zeros apart. */
    boolean isValue(int bits, float wide) {
      boolean negative = bits >= 1 << 15;
      if (!isFinite(bits)) {
        float infinity = negative ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        return fraction(bits) == 0 ? wide == infinity : Float.isNaN(wide);
      }
      return new BigDecimal(wide).compareTo(value(bits)) == 0
          && Float.floatToRawIntBits(wide) < 0 == negative;
    }

    BigDecimal value(int bits) {
      int exponent = exponent(bits);
      int whole = exponent == 0 ? fraction(bits) : fraction(bits) + (1 << fractionBits);
      int power = Math.max(exponent, 1) - bias - fractionBits;
      BigDecimal two = BigDecimal.valueOf(2).pow(Math.abs(power));
      BigDecimal absolute =
          power < 0
              ? BigDecimal.valueOf(whole).divide(two)
              : BigDecimal.valueOf(whole).multiply(two);
      return bits >= 1 << 15 ? absolute.negate() : absolute;
    }

    BigDecimal distance(int bits, float value) {
      return value(bits).subtract(new BigDecimal(value)).abs();
    }
  }
}
