package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What the command line reads and prints. */
class TextTest {

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "7,PT7S", "5m,PT5M", "2h,PT2H", "0,PT0S"})
  void readsDurationsAsPeopleWriteThem(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1.5s", "1d", "1 s", "12345678901"})
  void refusesDurationsThatItCannotRead(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("expected: such as 500ms");
  }

  @Test
  void makesColumnsAsWideAsTheirWidestCell() {
    TextTable table = new TextTable("NODE", "SCORE");
    table.add("a", "0.5");
    table.add("longer", "-");

    assertThat(table.lines()).containsExactly("NODE    SCORE", "a       0.5", "longer  -");
  }

  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> new TextTable("NODE").add("a", "b"))
        .hasMessage("cells: 2 (expected: 1)");
  }
}
