package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsCacheTest {
  private static final DataSource.Digits DIGITS = new DataSource.Digits(50, 20, 6);
  private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

  @TempDir Path directory;

  @Test
  void generatesOnceAndReadsAfterwards() throws IOException {
    DigitsCache cache = new DigitsCache(directory.resolve("deep/cache"));
    ImageSet generated = cache.load(DIGITS);
    Path images = cache.home(DIGITS).resolve("train-images-idx3-ubyte");
    Files.setLastModifiedTime(images, LONG_AGO);

    ImageSet read = cache.load(DIGITS);

    assertSame(read, generated);
    assertThat(read.notes()).isEmpty();
    assertThat(Files.getLastModifiedTime(images)).isEqualTo(LONG_AGO);
    assertThat(cache.home(DIGITS)).hasFileName("digits-v1-seed6-50-20");
    assertThat(entries(directory.resolve("deep/cache"))).containsExactly("digits-v1-seed6-50-20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
        "SHA256SUMS"
      })
  void generatesAnewWhatHasRotted(String name) throws IOException {
    DigitsCache cache = new DigitsCache(directory);
    ImageSet generated = cache.load(DIGITS);
    Path file = cache.home(DIGITS).resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    ImageSet repaired = cache.load(DIGITS);

    assertSame(repaired, generated);
    assertThat(repaired.notes()).singleElement().asString().contains("damaged cache");
    assertThat(cache.load(DIGITS).notes()).isEmpty();
    assertThat(entries(directory)).hasSize(1);
  }

  @Test
  void generatesAnewWhatIsIncomplete() throws IOException {
    DigitsCache cache = new DigitsCache(directory);
    Files.createDirectories(cache.home(DIGITS));

    assertThat(cache.load(DIGITS).notes()).hasSize(1);
    assertThat(cache.load(DIGITS).notes()).isEmpty();
  }

  @Test
  void refusesToTakeAnotherSizeFromTheCache() throws IOException {
    DigitsCache cache = new DigitsCache(directory);
    DataSource.Digits others = new DataSource.Digits(60, 20, 6);
    cache.load(others);
    Files.move(cache.home(others), cache.home(DIGITS));

    ImageSet loaded = cache.load(DIGITS);

    assertThat(loaded.train().count()).isEqualTo(50);
    assertThat(loaded.notes())
        .singleElement()
        .asString()
        .endsWith("images: 60 and 20 (expected: 50 and 20)");
  }

  @Test
  void goesOnWithoutACacheThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(directory.resolve("occupied"));

    ImageSet loaded = new DigitsCache(file).load(DIGITS);

    assertThat(loaded.train().count()).isEqualTo(50);
    assertThat(loaded.notes())
        .singleElement()
        .asString()
        .contains("could not be cached in " + file);
  }

  @RepeatedTest(10)
  void servesThreadsThatStartAtOnce() throws Exception {
    List<ImageSet> loaded = loadedAtOnce(8);

    for (ImageSet set : loaded) {
      assertSame(set, DigitsGenerator.generate(DIGITS));
      assertThat(set.notes()).isEmpty();
    }
    assertThat(entries(directory)).containsExactly("digits-v1-seed6-50-20");
  }

  @RepeatedTest(10)
  void servesThreadsThatRepairAtOnce() throws Exception {
    Files.createDirectories(new DigitsCache(directory).home(DIGITS));

    List<ImageSet> loaded = loadedAtOnce(8);

    for (ImageSet set : loaded) {
      assertSame(set, DigitsGenerator.generate(DIGITS));
    }
    assertThat(entries(directory)).containsExactly("digits-v1-seed6-50-20");
    assertThat(new DigitsCache(directory).load(DIGITS).notes()).isEmpty();
  }

  @Test
  void servesProcessesThatStartAtOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Loading.class.getName(),
                  directory.toString())
              .redirectErrorStream(true)
              .start());
    }

    for (Process process : processes) {
      String output = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(output).isZero();
      assertThat(output).isEqualTo("[]\n");
    }
    assertThat(entries(directory)).containsExactly("digits-v1-seed6-50-20");
    assertSame(new DigitsCache(directory).load(DIGITS), DigitsGenerator.generate(DIGITS));
  }

  /** One of several processes that load the same digits. */
  static final class Loading {
    public static void main(String[] arguments) {
      ImageSet set = new DigitsCache(Path.of(arguments[0])).load(DIGITS);
      System.out.print(set.notes() + "\n");
    }
  }

  private List<ImageSet> loadedAtOnce(int threads) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Callable<ImageSet> load =
          () -> {
            start.await(30, TimeUnit.SECONDS);
            return new DigitsCache(directory).load(DIGITS);
          };
      List<ImageSet> loaded = new ArrayList<>();
      for (Future<ImageSet> future : pool.invokeAll(Collections.nCopies(threads, load))) {
        loaded.add(future.get());
      }
      return loaded;
    } finally {
      pool.shutdownNow();
    }
  }

  private static void assertSame(ImageSet actual, ImageSet expected) {
    assertThat(actual.train().pixels()).isEqualTo(expected.train().pixels());
    assertThat(actual.train().labels()).isEqualTo(expected.train().labels());
    assertThat(actual.test().pixels()).isEqualTo(expected.test().pixels());
    assertThat(actual.test().labels()).isEqualTo(expected.test().labels());
  }

  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
