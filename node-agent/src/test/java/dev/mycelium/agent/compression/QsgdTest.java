package dev.mycelium.agent.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.file.DeclaredTensor;
import dev.mycelium.agent.tensor.file.IntegerType;
import dev.mycelium.agent.tensor.file.TensorFileWriter;
import dev.mycelium.wire.group.CompressionSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of QSGD, on one bucket. */
class QsgdTest {
  private static final int DRAWS = 2_000;

  @ParameterizedTest(name = "{0} numbers, {1} levels, seed {2}")
  @CsvSource({"1, 1, 1", "16, 1, 2", "16, 4, 3", "512, 1, 4", "512, 16, 5", "300, 127, 6"})
  void keepsTheMeanAndStaysWithinTheBoundOfItsError(int numbers, int levels, long seed)
      throws IOException {
    float[] values = values(numbers, seed);
    double[] sums = new double[numbers];
    double errors = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] read = decoded(values, levels, draw);
      for (int i = 0; i < numbers; i++) {
        sums[i] += read[i];
        errors += (read[i] - values[i]) * (read[i] - values[i]);
      }
    }

    double norm = norm(values);
    for (int i = 0; i < numbers; i++) {
      double level = Math.abs(values[i]) / norm * levels;
      double share = level - Math.floor(level);
      double deviation = norm / levels * Math.sqrt(share * (1 - share) / DRAWS);
      assertThat(Math.abs(sums[i] / DRAWS - values[i]))
          .as("number %d, seed %d", i, seed)
          .isLessThanOrEqualTo(5 * (deviation + norm / levels / DRAWS));
    }
    double root = Math.sqrt(numbers);
    double bound = Math.min(root * root / levels / levels, root / levels) * norm * norm;
    assertThat(errors / DRAWS).as("seed %d", seed).isLessThanOrEqualTo(bound);
  }

  /** All numbers alike: the error's mean is (sqrt(n) - 1) ||v||² for one level, near its bound. */
  @Test
  void hasTheErrorOfThePaperWhereItIsLargest() throws IOException {
    float[] values = new float[100];
    Arrays.fill(values, 0.1f);
    double errors = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] read = decoded(values, 1, draw);
      for (int i = 0; i < values.length; i++) {
        errors += (read[i] - values[i]) * (read[i] - values[i]);
      }
    }

    assertThat(errors / DRAWS).isBetween(8.8, 9.2);
  }

  @Test
  void leavesZeroesZeroAndANumberAloneWhole() throws IOException {
    assertThat(codes(new float[] {0, 0, -0f}, 127, 1)).containsExactly(0, 0, 0);
    assertThat(codes(new float[] {0, 3e-38f, 0}, 127, 2)).containsExactly(0, 127, 0);
    assertThat(codes(new float[] {0, -Float.MAX_VALUE}, 4, 3)).containsExactly(0, -4);
    assertThat(codes(new float[] {-Float.MIN_VALUE}, 1, 4)).containsExactly(-1);
  }

  @Test
  void drawsTheSameForASeed() throws IOException {
    float[] values = values(512, 9);

    assertThat(codes(values, 127, 5)).isEqualTo(codes(values, 127, 5));
    assertThat(codes(values, 127, 5)).isNotEqualTo(codes(values, 127, 6));
  }

  @Test
  void refusesANormThatLeavesFloat32() {
    Coding qsgd = coding(127);
    float[] huge = {Float.MAX_VALUE, Float.MAX_VALUE};

    assertThatThrownBy(() -> qsgd.scale(qsgd.measured(0, huge, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: a float32, for qsgd)");
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static float[] values(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-3, 2)));
    }
    return values;
  }

  private static double[] decoded(float[] values, int levels, long seed) throws IOException {
    byte[] codes = codes(values, levels, seed);
    float norm = (float) norm(values);
    double[] read = new double[values.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = (double) norm * codes[i] / levels;
    }
    return read;
  }

  /** The bytes that a file would hold. */
  private static byte[] codes(float[] values, int levels, long seed) throws IOException {
    Coding qsgd = coding(levels);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DeclaredTensor tensor = new DeclaredTensor(TensorSpec.of("w", values.length), IntegerType.I8);
    TensorFileWriter writer = TensorFileWriter.begin(file, List.of(tensor), Map.of());
    float scale = qsgd.scale(qsgd.measured(0, values, values.length));
    qsgd.encoder(seed).write(values, values.length, scale, writer);
    writer.finish();
    byte[] bytes = file.toByteArray();
    return Arrays.copyOfRange(bytes, bytes.length - values.length, bytes.length);
  }

  private static Coding coding(int levels) {
    return new Qsgd(new CompressionSpec.Qsgd(levels, 1024));
  }
}
