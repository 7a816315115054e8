package dev.mycelium.agent.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {
  private static final TensorLayout PAIR_AND_SCALAR =
      TensorLayout.of(TensorSpec.of("pair", 2), TensorSpec.of("scalar"));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void obeysTheLawsOfAddition(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    TensorLayout layout = SomeTensors.aLayout(random);
    Tensors a = SomeTensors.aTensors(layout, 1, random);
    Tensors b = SomeTensors.aTensors(layout, 1, random);

    Tensors zeros = Tensors.zeros(layout);

    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(zeros)).isEqualTo(a);
    assertThat(a.minus(zeros)).isEqualTo(a);
    assertThat(a.minus(a)).isEqualTo(zeros);
    assertThat(zeros.minus(a.minus(b))).isEqualTo(zeros.plus(b.minus(a)));
  }

  @Test
  void addsAndSubtractsNumberByNumber() {
    Tensors a = Tensors.of(PAIR_AND_SCALAR, 1, 2, 3);
    Tensors b = Tensors.of(PAIR_AND_SCALAR, 0.5f, -2, 10);

    assertThat(a.plus(b)).isEqualTo(Tensors.of(PAIR_AND_SCALAR, 1.5f, 0, 13));
    assertThat(a.minus(b)).isEqualTo(Tensors.of(PAIR_AND_SCALAR, 0.5f, 4, -7));
  }

  @Test
  void refusesAnotherLayout() {
    Tensors a = Tensors.zeros(PAIR_AND_SCALAR);
    Tensors renamed = Tensors.zeros(TensorLayout.of(TensorSpec.of("pair", 2), TensorSpec.of("x")));

    assertThatThrownBy(() -> a.plus(renamed)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> a.minus(renamed)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAWrongNumberOfValues() {
    assertThatThrownBy(() -> Tensors.of(PAIR_AND_SCALAR, 1, 2))
        .hasMessage("values: 2 (expected: 3)");
  }

  @Test
  void cannotBeChangedThroughWhatItWasMadeOfOrGaveOut() {
    float[] source = {1, 2, 3};
    Tensors tensors = Tensors.of(PAIR_AND_SCALAR, source);
    float[] copy = new float[3];

    source[0] = 9;
    tensors.read(0, copy, 3);
    Arrays.fill(copy, 9);

    assertThat(tensors).isEqualTo(Tensors.of(PAIR_AND_SCALAR, 1, 2, 3));
    assertThat(tensors.values().isReadOnly()).isTrue();
    assertThat(tensors.values(TensorSpec.of("scalar")).isReadOnly()).isTrue();
    assertThat(tensors.values(TensorSpec.of("scalar")).get(0)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void namesTheTensorThatIsNotFinite(float value) {
    Tensors last = Tensors.of(PAIR_AND_SCALAR, 1, Float.MAX_VALUE, value);
    Tensors first = Tensors.of(PAIR_AND_SCALAR, 1, value, value);

    assertThat(last.isFinite()).isFalse();
    assertThat(last.firstNonFinite()).contains("scalar");
    assertThat(first.firstNonFinite()).contains("pair");
  }

  @Test
  void takesDenormalAndHugeNumbersForFinite() {
    Tensors extreme = Tensors.of(PAIR_AND_SCALAR, Float.MIN_VALUE, Float.MAX_VALUE, -0.0f);

    assertThat(extreme.isFinite()).isTrue();
    assertThat(extreme.firstNonFinite()).isEmpty();
  }

  @Test
  void skipsEmptyTensorsWhenItNamesOne() {
    TensorLayout layout = TensorLayout.of(TensorSpec.of("empty", 0, 3), TensorSpec.of("full", 1));

    assertThat(Tensors.of(layout, Float.NaN).firstNonFinite()).contains("full");
  }
}
