package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed pictures whose file ends too early. */
class TruncatedPictureTest {
  @TempDir Path folder;

  @Test
  void refusesAPackedArchive() throws IOException {
    byte[] noise = new byte[100_000];
    SeededDraws draws = new SeededDraws(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) draws.bits();
    }
    Path file = cut("a.tar.gz", new TarArchive().file("x/readme", noise).finished());

    assertThatThrownBy(() -> load("images:a.tar.gz"))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageStartingWith(file + ": entry 0: archive: ")
        .hasMessageEndingWith("(expected: a whole file)");
  }

  @Test
  void refusesPackedRecords() throws IOException {
    Path file = cut("a.bin.gz", new byte[20 * 3073]);

    assertThatThrownBy(() -> load("cifar:a.bin.gz"))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageStartingWith(file + ": record ")
        .hasMessageEndingWith("(expected: a whole file)");
  }

  private Path cut(String name, byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return Files.write(
        folder.resolve(name), Arrays.copyOf(packed.toByteArray(), packed.size() * 2 / 3));
  }

  private Dataset load(String text) {
    return new Datasets(folder, folder).load(DataSpec.parse(text));
  }
}
