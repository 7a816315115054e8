package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarSetTest {
  private static final int RECORD = 3073;

  @TempDir Path folder;

  @Test
  void readsRecordsOfAClassAndThreePlanes() throws IOException {
    byte[] records = new byte[2 * RECORD];
    records[0] = 9;
    records[1] = (byte) 255;
    records[RECORD] = 3;
    records[2 * RECORD - 1] = 51;
    Files.write(folder.resolve("data_batch_1.bin"), records);
    Files.write(folder.resolve("test_batch.bin"), Arrays.copyOf(records, RECORD));

    Dataset cifar = load("cifar:.");

    assertThat(cifar.name()).isEqualTo("cifar10");
    assertThat(cifar.labels()).hasSize(10).startsWith("airplane").endsWith("truck");
    assertThat(cifar.train().task(cifar.labels()).inputShape()).containsExactly(3, 32, 32);
    assertThat(cifar.train().strata()).containsExactly(9, 3);
    assertThat(inputs(cifar.train(), 0)[0]).isEqualTo(1);
    assertThat(inputs(cifar.train(), 1)[3071]).isEqualTo(0.2f);
    assertThat(cifar.test().size()).isEqualTo(1);
  }

  @Test
  void refusesRecordsThatAreCutShortOrOfNoClass() throws IOException {
    Path file = Files.write(folder.resolve("a.bin"), new byte[RECORD + 7]);
    assertThatThrownBy(() -> load("cifar:a.bin"))
        .hasMessage(file + ": record 1: bytes: 7 (expected: 3073 in every record)");

    byte[] record = new byte[RECORD];
    record[0] = 10;
    Files.write(file, record);
    assertThatThrownBy(() -> load("cifar:a.bin"))
        .hasMessage(file + ": record 0: class: 10 (expected: 0 to 9)");

    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> load("cifar:a.bin")).hasMessage(file + ": images: 0 (expected: > 0)");
  }

  @Test
  void refusesMorePicturesThanFitInMemoryWhateverPartTheyAreOf() throws IOException {
    Files.write(folder.resolve("data_batch_1.bin"), new byte[2 * RECORD]);
    Path test = Files.write(folder.resolve("test_batch.bin"), new byte[2 * RECORD]);
    Datasets small = new Datasets(folder, folder, new MemoryBudget(3 * 3_100));

    assertThatThrownBy(() -> small.load(DataSpec.parse("cifar:.")))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessage(
            test
                + ": record 1: images: too many (expected: fewer in this heap;"
                + " MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more)");
  }

  /** The archive holds copies of the same pictures as JPEG; the first two are among them. */
  @Test
  void agreesWithTheSamePicturesInFolders() {
    Dataset binary = SharedDatasets.load("cifar", "cifar10", "");
    Dataset folders =
        SharedDatasets.load("images", "cifar10/cifar10-train-50000.tar.gz", "?limit=200");

    long[] prints = prints(folders.train());

    assertThat(binary.labels()).isEqualTo(folders.labels());
    assertThat(binary.train().size()).isEqualTo(1000);
    assertThat(binary.test().size()).isEqualTo(250);
    assertThat(Arrays.stream(prints(binary.train())).boxed())
        .isSubsetOf(Arrays.stream(prints).boxed().toList());
  }

  private static long[] prints(RawExamples examples) {
    long[] prints = new long[examples.size()];
    Arrays.setAll(prints, examples::fingerprint);
    return prints;
  }

  private Dataset load(String text) {
    return new Datasets(folder, folder).load(DataSpec.parse(text));
  }

  private static float[] inputs(RawExamples pictures, int index) {
    Examples examples = (Examples) pictures;
    float[] inputs = new float[examples.inputs()];
    examples.copyInputs(index, inputs, 0);
    return inputs;
  }
}
