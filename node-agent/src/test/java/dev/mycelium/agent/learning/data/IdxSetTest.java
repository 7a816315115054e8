package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxSetTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir Path directory;

  @BeforeEach
  void writeTwoImagesOfTwoByThree() throws IOException {
    write(IMAGES, ints(0x803, 2, 2, 3), bytes(0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255));
    write(LABELS, ints(0x801, 2), bytes(7, 3));
  }

  @Test
  void readsImagesAndLabels() {
    ImageSet set = IdxSet.read(directory);

    assertThat(set.train().rows()).isEqualTo(2);
    assertThat(set.train().columns()).isEqualTo(3);
    assertThat(set.train().pixels())
        .isEqualTo(bytes(0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255));
    assertThat(set.train().labels()).isEqualTo(bytes(7, 3));
    assertThat(set.test().count()).isZero();
    assertThat(set.classes()).isEqualTo(8);
  }

  @Test
  void refusesFilesThatDoNotFitInMemoryTogether() {
    Datasets enough = new Datasets(directory, directory, new MemoryBudget(14));
    Datasets small = new Datasets(directory, directory, new MemoryBudget(13));

    assertThat(enough.load(DataSpec.parse("idx:.?name=two")).train().size()).isEqualTo(2);
    assertThatThrownBy(() -> small.load(DataSpec.parse("idx:.?name=two")))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessage(
            directory.resolve(IMAGES)
                + ": bytes: 12 (expected: at most 11 in this heap;"
                + " MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more)");
  }

  @Test
  void readsPackedFilesToo() throws IOException {
    ImageSet plain = IdxSet.read(directory);
    pack(IMAGES);
    pack(LABELS);

    ImageSet packed = IdxSet.read(directory);

    assertThat(packed.train().pixels()).isEqualTo(plain.train().pixels());
    assertThat(packed.train().labels()).isEqualTo(plain.train().labels());
  }

  @Test
  void countsClassesOverTheTestPartToo() throws IOException {
    write("t10k-images-idx3-ubyte", ints(0x803, 1, 2, 3), new byte[6]);
    write("t10k-labels-idx1-ubyte", ints(0x801, 1), bytes(9));

    assertThat(IdxSet.read(directory).classes()).isEqualTo(10);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Images images = new Images(1, 2, bytes(1, 2, 3, 200), bytes(0, 255));

    IdxSet.write(directory, IdxSet.TRAIN, images);

    Images read = IdxSet.read(directory).train();
    assertThat(read.pixels()).isEqualTo(images.pixels());
    assertThat(read.labels()).isEqualTo(images.labels());
  }

  @Test
  void namesAMissingFile() throws IOException {
    Files.delete(directory.resolve(LABELS));

    assertRefused(LABELS + ": file: missing (expected: this or .gz)");
  }

  @Test
  void namesADirectoryWithoutTrainingImages() throws IOException {
    Files.delete(directory.resolve(LABELS));
    Files.delete(directory.resolve(IMAGES));

    assertRefused("train images: missing (expected: train-images-idx3-ubyte[.gz])");
  }

  @Test
  void refusesAnotherMagicNumber() throws IOException {
    write(IMAGES, ints(0x801, 12), new byte[12]);

    assertRefused(IMAGES + ": magic: 2049 (expected: 2051: unsigned bytes in 3 dimensions)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesSizesThatAreNone(int size) throws IOException {
    write(IMAGES, ints(0x803, 2, size, 3), new byte[12]);

    assertRefused(IMAGES + ": size of dimension 1: " + size + " (expected: > 0)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAnnouncementsBeyondAnArray(boolean packed) throws IOException {
    write(IMAGES, ints(0x803, 70_000, 70_000, Integer.MAX_VALUE), new byte[12]);
    if (packed) {
      pack(IMAGES);
    }

    assertRefused("bytes announced: at least 4900000000 (expected: at most 2147483639)");
  }

  /** Two gigabytes would not fit into the memory of the tests. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesFilesShorterThanAnnouncedWithoutAllocating(boolean packed) throws IOException {
    write(IMAGES, ints(0x803, 2_000_000, 1000, 1), new byte[12]);
    if (packed) {
      pack(IMAGES);
    }

    assertRefused("bytes: 28 (expected: 2000000016 as its header announces)");
  }

  @Test
  void refusesFilesLongerThanAnnounced() throws IOException {
    write(IMAGES, ints(0x803, 2, 2, 3), new byte[13]);
    assertRefused(IMAGES + ": bytes: 29 (expected: 28 as its header announces)");

    pack(IMAGES);
    assertRefused(
        IMAGES + ".gz: bytes: more than announced (expected: 28 as its header announces)");
  }

  @Test
  void refusesAHeaderThatEndsEarly() throws IOException {
    write(IMAGES, ints(0x803, 2), new byte[3]);

    assertRefused(IMAGES + ": length: ends too early (expected: a whole idx file of 3 dimensions)");
  }

  @Test
  void refusesAPackedFileThatEndsEarly() throws IOException {
    pack(IMAGES);
    Path file = directory.resolve(IMAGES + ".gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 12));

    assertRefused(IMAGES + ".gz: length: ends too early");
  }

  @Test
  void refusesAPackedFileThatIsNotPacked() throws IOException {
    Files.move(directory.resolve(IMAGES), directory.resolve(IMAGES + ".gz"));

    assertRefused(IMAGES + ".gz: cannot be read: java.util.zip.ZipException: Not in GZIP format");
  }

  @Test
  void refusesAnotherNumberOfLabelsThanImages() throws IOException {
    write(LABELS, ints(0x801, 3), bytes(1, 2, 3));

    assertRefused(IMAGES + ": images: 2 (expected: 3, one for each label in " + LABELS + ")");
  }

  @Test
  void refusesTestImagesOfAnotherSize() throws IOException {
    write("t10k-images-idx3-ubyte", ints(0x803, 1, 3, 2), new byte[6]);
    write("t10k-labels-idx1-ubyte", ints(0x801, 1), bytes(9));

    assertRefused("size of an image: 3x2 (expected: 2x3 as in train-images-idx3-ubyte)");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> IdxSet.read(directory))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageStartingWith(directory.toString())
        .hasMessageContaining(message);
  }

  private void write(String name, byte[] header, byte[] body) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(header);
    whole.write(body);
    Files.write(directory.resolve(name), whole.toByteArray());
  }

  private void pack(String name) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve(name + ".gz")))) {
      Files.copy(file, out);
    }
    Files.delete(file);
  }

  private static byte[] ints(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      buffer.putInt(value);
    }
    return buffer.array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
