package dev.mycelium.wire.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundCsvTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain       | plain
          a,b         | "a,b"
          say "no"    | "say ""no""\"
          =1+1        | '=1+1
          +1          | '+1
          -1          | '-1
          @SUM(A1,A2) | "'@SUM(A1,A2)"
          """)
  void quotesWhatSeparatesAndDefusesWhatComputes(String node, String cell) {
    assertThat(RoundCsv.of(entry(Map.of(node, new MemberWork(1.0, null, null, null)))))
        .isEqualTo("1,1,completed," + cell + ",false,1,,,,,,,\r\n");
  }

  @Test
  void writesNumbersInFullAndToAMillisecond() {
    MemberWork work = new MemberWork(31_535_999.5, 1e-9, 1_000_000_000_000_000L, 0L);

    assertThat(RoundCsv.of(entry(Map.of("n", work))))
        .isEqualTo("1,1,completed,n,false,31535999.5,0,1000000000000000,0,,,,\r\n");
  }

  @Test
  void bringsTimesOfAClockThatWasSetIntoTheRange() {
    assertThat(Seconds.of(Duration.ofSeconds(-5))).isZero();
    assertThat(Seconds.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(365 * 86_400);
    assertThat(Seconds.of(Duration.ofNanos(1_234_567_890))).isEqualTo(1.234);
  }

  private static RoundEntry entry(Map<String, MemberWork> work) {
    return new RoundEntry(
        1,
        1,
        1,
        "completed",
        "all",
        new NodeId("c"),
        List.of(),
        Map.of(),
        1L,
        null,
        Instant.EPOCH,
        null,
        null,
        work);
  }
}
