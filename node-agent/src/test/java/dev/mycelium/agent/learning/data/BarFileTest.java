package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarFileTest {
  private static final String HEADER = "unix,open,high,low,close,volume\n";

  private static final MemoryBudget AMPLE = new MemoryBudget(1 << 20);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1609286400, 2020-12-30T00:00:00Z",
    "1609286400.0, 2020-12-30T00:00:00Z",
    "1609286400000, 2020-12-30T00:00:00Z",
    "1609286400000000, 2020-12-30T00:00:00Z",
    "2017-08-17, 2017-08-17T00:00:00Z",
    "2017-08-17 04-AM, 2017-08-17T04:00:00Z",
    "2017-08-17 12-AM, 2017-08-17T00:00:00Z",
    "2017-08-17 12-PM, 2017-08-17T12:00:00Z",
    "2020-12-30 07:05:09, 2020-12-30T07:05:09Z",
    "2020-12-30T07:05:09, 2020-12-30T07:05:09Z",
    "2020-12-30T07:05:09+02:00, 2020-12-30T05:05:09Z"
  })
  void readsTimesAsUtc(String text, Instant time) {
    assertThat(BarTime.seconds(text)).hasValue(time.getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2020-02-30", "2020-13-01 00:00:00", "-5", "1e300", "0"})
  void refusesWhatIsNoTime(String text) {
    assertThat(BarTime.seconds(text)).isEmpty();
  }

  @Test
  void putsNewestFirstIntoOrderWithoutAWord() throws IOException {
    BarFile.Reading reading =
        read("https://example.org\n" + HEADER + "7200,2,2,2,2,0\n3600,1,1,1,1,5\n");

    assertThat(reading.bars().times()).containsExactly(3600, 7200);
    assertThat(reading.bars().closes()).containsExactly(1, 2);
    assertThat(reading.bars().volumes()).containsExactly(5, 0);
    assertThat(reading.notes()).isEmpty();
  }

  @Test
  void countsRowsThatAreOutOfOrderOrRepeated() throws IOException {
    BarFile.Reading reading =
        read(
            HEADER
                + "1,1,1,1,1,0\n2,2,2,2,2,0\n4,4,4,4,4,0\n3,3,3,3,3,0\n"
                + "5,5,5,5,5,0\n5,5,5,5,5,0\n5,6,6,6,6,0\n");

    assertThat(reading.bars().closes()).containsExactly(1, 2, 3, 4, 5);
    assertThat(reading.notes())
        .containsExactly(
            "1 rows out of order are put into it",
            "2 rows repeat the time of another, 1 of them with other values; the first counts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x,1,1,1,1,0",
        "9,0,1,0,1,0",
        "9,1,1,1,,0",
        "9,1,1.1,1.05,1,0",
        "9,1,0.9,0.8,1,0",
        "9,1,2.1,1,1,0",
        "9,1,1,1,1,-1",
        "9,-1,1,-1,1,0",
        "9,1,1,1,NaN,0",
        "9,1,1,1,1e999,0",
        "9,1,1"
      })
  void leavesOutRowsThatCannotBeTrue(String row) throws IOException {
    BarFile.Reading reading = read(HEADER + "1,1,1,1,1,0\n" + row + "\n");

    assertThat(reading.bars().count()).isEqualTo(1);
    assertThat(reading.notes())
        .singleElement()
        .asString()
        .startsWith("1 rows are left out, the first in line 3: ");
  }

  @Test
  void readsOneOfSeveralSymbolsAndBarsWithoutHighAndLow() throws IOException {
    Files.writeString(
        file(), ",A:open,A:close,B:open,B:close\n2014-11-28,1,2,3,4\n2014-11-29,,,5,4\n");

    BarFile.Reading reading = new BarFile(file(), "B", AMPLE).read();

    assertThat(reading.bars().opens()).containsExactly(3, 5);
    assertThat(reading.bars().highs()).containsExactly(4, 5);
    assertThat(reading.bars().lows()).containsExactly(3, 4);
    assertThat(reading.notes()).singleElement().asString().startsWith("high, low or volume is not");
  }

  @Test
  void refusesFilesWithoutPrices() {
    assertThatThrownBy(() -> read("a,b\n1,2\n"))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageContaining("columns: no line names them (expected: open and close in one of");
    assertThatThrownBy(() -> read("open,close\n1,2\n"))
        .hasMessageContaining("columns: [open, close] (expected: one of unix, timestamp, date)");
    assertThatThrownBy(() -> read(HEADER + "1,1,\0,1,1,0\n")).hasMessageContaining("NUL");
  }

  @Test
  void refusesMoreBarsThanFitInMemory() throws IOException {
    Files.writeString(file(), HEADER + "1,1,1,1,1,0\n2,1,1,1,1,0\n3,1,1,1,1,0\n");

    assertThatThrownBy(() -> new BarFile(file(), "", new MemoryBudget(256)).read())
        .hasMessage(
            file()
                + ": line 4: bars so far: 3 (expected: at most 2 in this heap;"
                + " MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more)");
  }

  private BarFile.Reading read(String text) throws IOException {
    Files.writeString(file(), text);
    return new BarFile(file(), "", AMPLE).read();
  }

  private Path file() {
    return folder.resolve("bars.csv");
  }
}
