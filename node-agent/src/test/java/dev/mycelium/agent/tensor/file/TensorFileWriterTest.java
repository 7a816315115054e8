package dev.mycelium.agent.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.BFloat16;
import dev.mycelium.agent.tensor.Float16;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFileWriterTest {
  private static final Map<String, String> METADATA = Map.of("z", "\u00e9\n\"", "a", "");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsBackFloatsThatItRounded(long seed) throws IOException {
    RandomGenerator random = SomeTensors.seeded(seed);
    List<DeclaredTensor> tensors = new ArrayList<>();
    for (TensorSpec spec : SomeTensors.aLayout(random).specs()) {
      tensors.add(new DeclaredTensor(spec, FloatType.values()[random.nextInt(3)]));
    }
    int elements = tensors.stream().mapToInt(tensor -> tensor.spec().elements()).sum();
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) random.nextGaussian();
    }

    TensorFileWriter writer = TensorFileWriter.begin(out, tensors, METADATA);
    writer.write(values, elements);
    writer.finish();

    TensorFile file = read();
    int begin = 0;
    for (StoredTensor stored : file.tensors()) {
      float[] read = new float[stored.declared().spec().elements()];
      stored.read(0, read, read.length);
      for (int i = 0; i < read.length; i++) {
        assertThat(read[i]).isEqualTo(rounded(stored.declared().dtype(), values[begin + i]));
      }
      begin += read.length;
    }
    assertThat(file.tensors()).extracting(StoredTensor::declared).isEqualTo(tensors);
    assertThat(file.metadata()).isEqualTo(METADATA);
  }

  private static float rounded(Dtype type, float value) {
    return switch ((FloatType) type) {
      case F32 -> value;
      case F16 -> Float16.toFloat(Float16.fromFloat(value));
      case BF16 -> BFloat16.toFloat(BFloat16.fromFloat(value));
    };
  }

  @ParameterizedTest
  @EnumSource(IntegerType.class)
  void readsBackTheEndsOfIntegerTypes(IntegerType type) throws IOException {
    long most = type.bytes() == 8 ? Long.MAX_VALUE : (1L << 8 * type.bytes() - 1) - 1;
    long[] values =
        type.name().startsWith("I")
            ? new long[] {-most - 1, -1, 0, 1, most}
            : new long[] {0, 1, most, most + 1, 2 * most + 1};

    TensorFileWriter writer = TensorFileWriter.begin(out, List.of(tensor("m", type, 5)), Map.of());
    writer.write(values, 5);
    writer.finish();

    long[] read = new long[5];
    read().tensors().get(0).read(0, read, 5);
    assertThat(read).isEqualTo(values);
    assertThat(out.size()).isEqualTo(read().tensors().get(0).declared().bytes() + headerBytes());
  }

  @ParameterizedTest
  @CsvSource({"I8, 128", "U8, -1", "I32, 2147483648", "U32, -1", "U32, 4294967296"})
  void refusesNumbersBeyondTheirType(IntegerType type, long value) throws IOException {
    TensorFileWriter writer = TensorFileWriter.begin(out, List.of(tensor("m", type, 1)), Map.of());

    assertThatThrownBy(() -> writer.write(new long[] {value}, 1))
        .hasMessage("value of m in %s: %d (expected: a number of its type)", type, value);
  }

  @Test
  void refusesFiniteNumbersThatWouldBecomeInfinities() throws IOException {
    TensorFileWriter writer =
        TensorFileWriter.begin(
            out, List.of(tensor("h", FloatType.F16, 2), tensor("f", FloatType.F32, 1)), Map.of());
    writer.write(new float[] {Float.NEGATIVE_INFINITY}, 1);

    assertThatThrownBy(() -> writer.write(new float[] {65520}, 1))
        .hasMessage("value of h in F16: 65520.0 (expected: a number that rounds to a finite one)");
    writer.write(new float[] {65519, Float.MAX_VALUE}, 2);
    writer.finish();
  }

  @Test
  void takesNeitherFewerNorMoreNorOtherValuesThanWereDeclared() throws IOException {
    List<DeclaredTensor> tensors =
        List.of(
            tensor("none", FloatType.F32, 0),
            tensor("w", FloatType.F32, 2),
            tensor("m", IntegerType.U32, 1),
            tensor("nil", FloatType.F32, 0));
    TensorFileWriter writer = TensorFileWriter.begin(out, tensors, Map.of());

    assertThatThrownBy(() -> writer.write(new long[1], 1))
        .hasMessage("dtype of w: F32 (expected: IntegerType)");
    writer.write(new float[1], 1);
    assertThatThrownBy(writer::finish).hasMessage("values of w: 1 (expected: 2)");
    writer.write(new float[1], 1);
    assertThatThrownBy(() -> writer.write(new float[1], 1))
        .hasMessage("dtype of m: U32 (expected: FloatType)");
    writer.write(new long[1], 1);
    writer.finish();
    assertThatThrownBy(() -> writer.write(new float[1], 1))
        .hasMessage("values: more (expected: no more than were declared)");
    assertThat(read().tensors()).hasSize(4);
  }

  @Test
  void readsNothingAsWhatItIsNot() throws IOException {
    TensorFileWriter.begin(
        out, List.of(tensor("f", FloatType.F16, 0), tensor("i", IntegerType.I8, 0)), Map.of());
    List<StoredTensor> tensors = read().tensors();

    assertThatThrownBy(() -> tensors.get(0).read(0, new long[0], 0))
        .hasMessage("dtype of f: F16 (expected: an integer type)");
    assertThatThrownBy(() -> tensors.get(1).read(0, new float[0], 0))
        .hasMessage("dtype of i: I8 (expected: F32, F16 or BF16)");
    assertThatThrownBy(() -> tensors.get(0).read(0, new float[1], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static DeclaredTensor tensor(String name, Dtype type, int elements) {
    return new DeclaredTensor(TensorSpec.of(name, elements), type);
  }

  private long headerBytes() throws IOException {
    return TensorFileHeader.read(new ByteArraySource(out.toByteArray())).valuesAt();
  }

  private TensorFile read() throws IOException {
    return TensorFile.of(new ByteArraySource(out.toByteArray()));
  }
}
