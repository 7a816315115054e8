package dev.mycelium.agent.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Float16;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.DeclaredTensor;
import dev.mycelium.agent.tensor.file.FloatType;
import dev.mycelium.agent.tensor.file.IntegerType;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.agent.tensor.file.StoredPayload;
import dev.mycelium.agent.tensor.file.TensorFileWriter;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.problem.ProblemException;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.UpdateBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateBlobsTest {
  private static final CompressionSpec HALF = new CompressionSpec.Float16();
  private static final CompressionSpec QSGD = new CompressionSpec.Qsgd(4, 16);
  private static final TensorSpec WEIGHT = TensorSpec.of("dense0.weight", 5, 7);
  private static final TensorSpec BIAS = TensorSpec.of("dense0.bias", 5);
  private static final TensorLayout MODEL = TensorLayout.of(WEIGHT, BIAS);
  private static final PayloadLayout UPDATE = PayloadLayout.ofModel(MODEL);

  @TempDir Path directory;
  private BlobStore blobs;

  @BeforeEach
  void open() {
    blobs = BlobStore.open(directory, new BlobLimits(1 << 20, 1 << 24));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void roundsToHalfAnUlpOfFloat16AtEveryScale(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float unit = Math.scalb(1f, random.nextInt(-100, 100));
    Payload update = update(i -> (float) (unit * random.nextDouble(-1, 1)));

    Payload read = back(HALF, update);

    double largest = largest(update);
    for (int i = 0; i < MODEL.elements(); i++) {
      double value = update.model().values().get(i);
      assertThat((double) read.model().values().get(i))
          .as("number %d, seed %d", i, seed)
          .isCloseTo(value, within(Math.max(0x1p-11 * Math.abs(value), 0x1p-39 * largest)));
    }
  }

  /** With a power of two as scale, nothing changes but where float16 begins and ends. */
  @Test
  void isFloat16ItselfWithinItsRange() {
    SplittableRandom random = new SplittableRandom(5);
    Payload update = update(i -> (float) random.nextDouble(0.25, 30_000));

    Payload read = back(HALF, update);

    for (int i = 0; i < MODEL.elements(); i++) {
      short half = Float16.fromFloat(update.model().values().get(i));
      assertThat(read.model().values().get(i)).isEqualTo(Float16.toFloat(half));
    }
  }

  @Test
  void refusesWhatWouldBecomeInfinite() {
    assertThatThrownBy(() -> put(HALF, update(i -> Float.MAX_VALUE), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("largest number: 3.4028234663852886E38");
    assertThat(back(HALF, update(i -> 0x1.ffcp127f)).model().values().get(0))
        .isEqualTo(0x1.ffcp127f);
  }

  @Test
  void leavesZeroesZero() {
    Payload zeros = update(i -> 0);

    assertThat(back(HALF, zeros)).isEqualTo(zeros);
    assertThat(back(QSGD, zeros)).isEqualTo(zeros);
  }

  @Test
  void roundsByChanceToALevelOfTheBucketsNorm() {
    Payload update = update(i -> (i - 20) / 100f);

    Payload read = back(QSGD, update);

    for (int i = 0; i < MODEL.elements(); i++) {
      int begin = i < 16 ? 0 : i < 32 ? 16 : i < 35 ? 32 : 35;
      int end = i < 16 ? 16 : i < 32 ? 32 : i < 35 ? 35 : 40;
      double squares = 0;
      for (int j = begin; j < end; j++) {
        squares += Math.pow(update.model().values().get(j), 2);
      }
      double step = Math.sqrt(squares) / 4;
      double level = read.model().values().get(i) / step;
      assertThat(level).isCloseTo(Math.rint(level), within(1e-5));
      assertThat((double) read.model().values().get(i))
          .isCloseTo(update.model().values().get(i), within(step));
    }
  }

  @Test
  void namesAnUpdateByItsNumbersAndItsSeed() {
    Payload update = update(i -> i / 7f);

    assertThat(put(QSGD, update, 1)).isEqualTo(put(QSGD, update, 1));
    assertThat(put(QSGD, update, 1)).isNotEqualTo(put(QSGD, update, 2));
    assertThat(put(HALF, update, 1)).isEqualTo(put(HALF, update, 2));
  }

  @Test
  void leavesOtherSectionsAsTheyAre() {
    Tensors control = update(i -> i / 3f).model();
    Payload update = new Payload(Map.of("model", update(i -> i / 7f).model(), "control", control));

    Payload read = updates(QSGD).get(put(QSGD, update, 1), update.layout()).orElseThrow();

    assertThat(read.section("control")).isEqualTo(control);
  }

  @Test
  void readsBlockByBlockWhatItReadsAsAWhole() throws IOException {
    TensorLayout large = TensorLayout.of(TensorSpec.of("a", 3), TensorSpec.of("b", 50_000));
    SplittableRandom random = new SplittableRandom(8);
    float[] values = new float[large.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    PayloadLayout layout = PayloadLayout.ofModel(large);
    Sha256 sha = put(QSGD, Payload.ofModel(Tensors.adopt(large, values)), 1);

    Payload whole = updates(QSGD).get(sha, layout).orElseThrow();

    try (StoredPayload stored = updates(QSGD).open(sha, layout).orElseThrow()) {
      float[] some = new float[700];
      stored.section("model").read(40_001, some, some.length);
      for (int i = 0; i < some.length; i++) {
        assertThat(some[i]).isEqualTo(whole.model().values().get(40_001 + i));
      }
    }
  }

  @Test
  void countsTheBytesThatItSaves() {
    TensorLayout large = TensorLayout.of(TensorSpec.of("b", 50_000));
    PayloadLayout layout = PayloadLayout.ofModel(large);
    CompressionSpec usual = new CompressionSpec.Qsgd(null, null);
    Payload update = Payload.ofModel(Tensors.filled(large, 0.5f));
    Sha256 plain = new PayloadBlobs(blobs).put(update);

    UpdateBytes half = updates(HALF).bytes(List.of(put(HALF, update, 1)), layout);
    UpdateBytes qsgd = updates(usual).bytes(List.of(put(usual, update, 1)), layout);

    assertThat(half.uncompressed()).isEqualTo(qsgd.uncompressed()).isEqualTo(blobs.offset(plain));
    assertThat(half.received()).isBetween(100_000L, 100_400L);
    assertThat(qsgd.received()).isBetween(50_000L, 50_900L);
  }

  @Test
  void refusesACodeOutOfRange() throws IOException {
    refused(QSGD, file(codes -> codes[39] = 5, scales -> {}), "code of model/dense0.bias: 5");
    refused(QSGD, file(codes -> codes[0] = -128, scales -> {}), "code of model/dense0.weight");
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesANormThatIsNone(float norm) throws IOException {
    refused(QSGD, file(codes -> {}, scales -> scales[1] = norm), "scale/dense0.weight: " + norm);
  }

  @Test
  void refusesOtherNumbersThanTheGroupAgreedOn() {
    Payload update = update(i -> i);
    Sha256 plain = new PayloadBlobs(blobs).put(update);
    Sha256 half = put(HALF, update, 1);
    Sha256 qsgd = put(QSGD, update, 1);
    Sha256 wider = put(new CompressionSpec.Qsgd(4, 32), update, 1);

    refused(QSGD, plain, "scale/dense0.weight: missing (expected: F32 [3])");
    refused(HALF, qsgd, "scale/dense0.weight: F32 [3] (expected: F32 [1])");
    refused(QSGD, wider, "scale/dense0.weight: F32 [2] (expected: F32 [3])");
    refused(
        new CompressionSpec.None(), half, "scale/dense0.weight: [1] (expected: no such tensor)");
  }

  /** Whatever a byte becomes: refused with its reason, or read as finite numbers. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void readsFiniteNumbersOrRefuses(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (CompressionSpec compression : List.of(HALF, QSGD)) {
      byte[] file = bytes(put(compression, update(i -> i / 9f), seed));
      for (int i = 0; i < 60; i++) {
        byte[] mutant = file.clone();
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
        Sha256 sha = blobs.put(new ByteArrayInputStream(mutant));
        try {
          assertThat(updates(compression).get(sha, UPDATE).orElseThrow().isFinite()).isTrue();
        } catch (ProblemException refused) {
          assertThat(refused).hasMessageContaining("expected");
        }
        blobs.delete(sha);
      }
    }
  }

  private void refused(CompressionSpec compression, Sha256 sha, String sentence) {
    assertThatThrownBy(() -> updates(compression).get(sha, UPDATE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(sentence)
        .extracting(e -> ((ProblemException) e).type())
        .isIn(ProblemType.LAYOUT_MISMATCH, ProblemType.INVALID_TENSORS);
  }

  private interface Change<T> {
    void of(T numbers);
  }

  /** A file of the group's layout with what a stranger wrote into it. */
  private Sha256 file(Change<long[]> codes, Change<float[]> scales) throws IOException {
    long[] bytes = new long[MODEL.elements()];
    float[] norms = {1, 1, 1, 1};
    codes.of(bytes);
    scales.of(norms);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TensorFileWriter writer =
        TensorFileWriter.begin(
            out,
            List.of(
                declared("model/dense0.weight", IntegerType.I8, 5, 7),
                declared("model/dense0.bias", IntegerType.I8, 5),
                new DeclaredTensor(TensorSpec.of("scale/dense0.weight", 3), FloatType.F32),
                new DeclaredTensor(TensorSpec.of("scale/dense0.bias", 1), FloatType.F32)),
            Map.of());
    writer.write(bytes, bytes.length);
    writer.write(norms, norms.length);
    writer.finish();
    return blobs.put(new ByteArrayInputStream(out.toByteArray()));
  }

  private static DeclaredTensor declared(String name, IntegerType type, Integer... shape) {
    return new DeclaredTensor(TensorSpec.of(name, shape), type);
  }

  private byte[] bytes(Sha256 sha) throws IOException {
    try (FileChannel file = blobs.open(sha).orElseThrow()) {
      return Channels.newInputStream(file).readAllBytes();
    }
  }

  private Payload back(CompressionSpec compression, Payload update) {
    Sha256 sha = put(compression, update, 7);
    return updates(compression).get(sha, UPDATE).orElseThrow();
  }

  private Sha256 put(CompressionSpec compression, Payload update, long seed) {
    return ((PayloadBlobs.Put.Stored) updates(compression).put(update, seed)).sha();
  }

  private UpdateBlobs updates(CompressionSpec compression) {
    return new UpdateBlobs(blobs, compression);
  }

  private interface Numbers {
    float at(int index);
  }

  private static Payload update(Numbers numbers) {
    float[] values = new float[MODEL.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.at(i);
    }
    return Payload.ofModel(Tensors.adopt(MODEL, values));
  }

  private static double largest(Payload update) {
    double largest = 0;
    for (int i = 0; i < MODEL.elements(); i++) {
      largest = Math.max(largest, Math.abs(update.model().values().get(i)));
    }
    return largest;
  }
}
