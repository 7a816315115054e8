package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.group.TaskKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile tables: each is refused with file, line and what was expected. */
class HostileCsvTest {
  @TempDir Path folder;

  @Test
  void refusesAPackedFileThatEndsTooEarly() throws IOException {
    byte[] packed = packed("x,y\n" + "1,a\n2,b\n".repeat(5000));
    Files.write(file(), Arrays.copyOf(packed, packed.length - 9));

    assertRefused("gzip: Unexpected end of ZLIB input stream (expected: a whole file)");
  }

  @Test
  void refusesGarbageThatBeginsLikeGzip() throws IOException {
    Files.write(file(), new byte[] {0x1F, (byte) 0x8B, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7});

    assertThatThrownBy(this::load).isInstanceOf(UnreadableDatasetException.class);
  }

  @Test
  void refusesALineOfAGigabyteThatUnpacksFromAMegabyte() throws IOException {
    byte[] block = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file()))) {
      out.write("x,y\n1,a\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 1024; i++) {
        out.write(block);
      }
    }

    assertRefused(
        "line 3: characters in one record: more than 1048576 (expected: at most 1048576)");
  }

  @Test
  void refusesMoreValuesThanFitInMemory() throws IOException {
    Files.writeString(file(), "x,y\n" + "1,a\n".repeat(60));

    assertThatThrownBy(() -> load(CsvLimits.within(new MemoryBudget(800))))
        .hasMessage(
            file()
                + ": line 52: values so far: 102 (expected: at most 100 in this heap;"
                + " ignore= leaves columns out, MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more)");
  }

  @Test
  void refusesMoreColumnsThanATableHas() throws IOException {
    Files.writeString(file(), "y" + ",1".repeat(20_000));

    assertRefused("line 1: columns: more than 10000 (expected: at most 10000)");
  }

  @Test
  void refusesNulBytes() throws IOException {
    Files.writeString(file(), "x,y\n1,a\n2\0,b\n");

    assertRefused("line 3: character: NUL (expected: text)");
  }

  @Test
  void refusesBytesThatAreNoUtf8() throws IOException {
    Files.write(file(), "x,y\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused("bytes near here: not UTF-8 (expected: text in UTF-8)");
  }

  @Test
  void refusesAQuoteThatNeverCloses() throws IOException {
    Files.writeString(file(), "x,y\n1,a\n\"2,b\n3,a\n");

    assertRefused("line 3: quote: never closed (expected: a second \")");
  }

  @Test
  void refusesTextAfterAQuote() throws IOException {
    Files.writeString(file(), "x,y\n\"1\"7,a\n");

    assertRefused("line 2: after a closing quote: \"7\" (expected: delimiter or end of line)");
  }

  @Test
  void refusesRowsOfAnotherWidth() throws IOException {
    Files.writeString(file(), "x,y\n1,a\n2,b,c\n");

    assertRefused("line 3: values: 3 (expected: 2, as in the first line)");
  }

  @Test
  void refusesTextThatIsNoCategory() throws IOException {
    Files.writeString(file(), "x,y\n\"two\nlines\",a\nu,b\n");

    assertRefused("line 2: column \"x\": \"two?lines\" (expected: a category of at most 200");
  }

  @Test
  void refusesAColumnOfNames() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 1001; i++) {
      text.append("patient").append(i).append(",a\n");
    }
    Files.writeString(file(), text);

    assertRefused(
        "line 1002: column \"x\": more than 1000 categories, the latest \"patient1000\" (expected:"
            + " fewer, or numbers; ignore=x leaves the column out)");
  }

  @Test
  void refusesWhatIsNoTable() throws IOException {
    Files.writeString(file(), "");
    assertRefused("line 1: columns: 0 (expected: at least 2");
    Files.writeString(file(), "x,y\n");
    assertRefused("rows with a label: 0 (expected: > 0)");
    Files.writeString(file(), "x,y\n1,a\n2,a\n");
    assertRefused("label \"y\": only a (expected: at least 2 classes");
    Files.writeString(file(), "x,x,y\n1,2,a\n");
    assertRefused("line 1: names of columns: [x, x, y] (expected: no name twice");
  }

  @Test
  void saysWhichColumnsThereAre() throws IOException {
    Files.writeString(file(), "age,sick\n1,a\n2,b\n");

    assertThatThrownBy(this::load)
        .isInstanceOf(DataSpecException.class)
        .hasMessage(
            "label: \"y\" (expected: a column of t.csv: its number, -2 to 1, or one of age, sick)");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertRefused("file: missing (expected: a file)");
  }

  private void assertRefused(String part) {
    assertThatThrownBy(this::load)
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageStartingWith(file() + ": ")
        .message()
        .contains(part);
  }

  private Dataset load() {
    return load(CsvLimits.within(new MemoryBudget(1 << 20)));
  }

  private Dataset load(CsvLimits limits) {
    CsvOptions options =
        new CsvOptions(
            "y",
            TaskKind.CLASSIFICATION,
            CsvOptions.Header.AUTO,
            List.of(),
            Optional.empty(),
            List.of(),
            List.of());
    return new CsvTable(file(), options, limits, null).read("t");
  }

  private Path file() {
    return folder.resolve("t.csv");
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
