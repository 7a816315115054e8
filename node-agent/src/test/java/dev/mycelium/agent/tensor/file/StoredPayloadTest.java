package dev.mycelium.agent.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.WeightedSum;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredPayloadTest {
  private static final TensorLayout LARGE =
      TensorLayout.of(TensorSpec.of("w", 3000, 1000), TensorSpec.of("b", 7));

  @TempDir Path directory;
  private BlobStore blobs;
  private PayloadBlobs payloads;

  @BeforeEach
  void open() {
    blobs = BlobStore.open(directory, new BlobLimits(1 << 26, 1 << 27));
    payloads = new PayloadBlobs(blobs);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void givesEveryBlockAsTheHeapDoes(long seed) throws IOException {
    RandomGenerator random = SomeTensors.seeded(seed);
    TensorLayout layout = SomeTensors.aLayout(random);
    Tensors values = SomeTensors.aTensors(layout, 1, random);
    Sha256 sha = payloads.put(Payload.ofModel(values));

    try (StoredPayload stored = payloads.open(sha, PayloadLayout.ofModel(layout)).orElseThrow()) {
      TensorValues section = stored.section(Payload.MODEL);
      for (int i = 0; i < 50; i++) {
        int from = random.nextInt(layout.elements() + 1);
        int count = random.nextInt(layout.elements() - from + 1);

        assertThat(floats(section, from, count)).isEqualTo(floats(values, from, count));
        assertThat(doubles(section, from, count)).isEqualTo(doubles(values, from, count));
      }
      assertThat(stored.load()).isEqualTo(Payload.ofModel(values));
    }
  }

  @Test
  void goesByTheExpectedOrderOfTensors() throws IOException {
    TensorLayout turned =
        TensorLayout.of(TensorSpec.of("none", 0), TensorSpec.of("b", 7), TensorSpec.of("w", 2));
    TensorLayout expected =
        TensorLayout.of(TensorSpec.of("w", 2), TensorSpec.of("none", 0), TensorSpec.of("b", 7));
    Sha256 sha = payloads.put(Payload.ofModel(Tensors.of(turned, 1, 2, 3, 4, 5, 6, 7, 8, 9)));

    try (StoredPayload stored = payloads.open(sha, PayloadLayout.ofModel(expected)).orElseThrow()) {
      assertThat(floats(stored.section(Payload.MODEL), 1, 3)).containsExactly(9, 1, 2);
      assertThat(stored.layout()).isEqualTo(PayloadLayout.ofModel(expected));
    }
  }

  /** 12 MB each way: a head is averaged by who has not the memory to hold it. */
  @Test
  void readsAndWritesWithoutHoldingTheValues() throws IOException {
    Payload payload = Payload.ofModel(SomeTensors.aTensors(LARGE, 1, SomeTensors.seeded(1)));
    Sha256 sha = payloads.put(payload);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    Sha256 copy;
    try (StoredPayload stored = payloads.open(sha, payload.layout()).orElseThrow()) {
      stored.requireFinite();
      copy = ((PayloadBlobs.Put.Stored) payloads.putFinite(stored)).sha();
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(6 << 20);
    assertThat(copy).isEqualTo(sha);
  }

  @Test
  void storesNothingOfValuesThatAreNotFinite() {
    float[] values = new float[LARGE.elements()];
    values[2_999_999] = Float.NaN;

    PayloadBlobs.Put put = payloads.putFinite(Payload.ofModel(Tensors.adopt(LARGE, values)));

    assertThat(put).isEqualTo(new PayloadBlobs.Put.NonFinite("model/w"));
    assertThat(blobs.totalBytes()).isZero();
  }

  @Test
  void namesTheTensorThatIsNotFinite() throws IOException {
    float[] values = new float[LARGE.elements()];
    values[2_999_999] = Float.NEGATIVE_INFINITY;
    Sha256 sha = payloads.put(Payload.ofModel(Tensors.adopt(LARGE, values)));

    try (StoredPayload stored = payloads.open(sha, PayloadLayout.ofModel(LARGE)).orElseThrow()) {
      assertThatThrownBy(stored::requireFinite)
          .isInstanceOf(InvalidTensorFileException.class)
          .hasMessage("model/w: NaN or infinite (expected: finite numbers)");
    }
  }

  /** 4.6 GB, nearly all of them a hole of the file system. */
  @Test
  void readsBeyondTwoGigabytes() throws IOException {
    int elements = 1_150_000_000;
    List<DeclaredTensor> tensors =
        List.of(new DeclaredTensor(TensorSpec.of("model/w", elements), FloatType.F32));
    Path file = directory.resolve("long");
    try (OutputStream out = Files.newOutputStream(file)) {
      TensorFileWriter.begin(out, tensors, Map.of());
    }
    ByteBuffer last = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 42);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(last, channel.size() + 4L * (elements - 1));
    }

    try (TensorFile opened = TensorFile.open(file)) {
      float[] end = new float[3];
      opened.tensors().get(0).read(elements - 3, end, 3);

      assertThat(end).containsExactly(0, 0, 42);
    }
  }

  @Test
  void saysSoWhenTheFileIsCutWhileItIsOpen() throws IOException {
    Sha256 sha = payloads.put(Payload.ofModel(Tensors.zeros(LARGE)));
    Path file = directory.resolve(sha.hex().substring(0, 2)).resolve(sha.hex());

    try (TensorFile opened = TensorFile.open(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(1000);

      assertThatThrownBy(() -> opened.tensors().get(0).read(0, new float[1000], 1000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cut while it was read");
    }
  }

  private static float[] floats(TensorValues values, int from, int count) {
    float[] block = new float[count];
    values.read(from, block, count);
    return block;
  }

  private static double[] doubles(TensorValues values, int from, int count) {
    double[] block = new double[count];
    values.read(from, block, count);
    new WeightedSum(List.of(values), 0.1).addTo(block, from, count);
    return block;
  }
}
