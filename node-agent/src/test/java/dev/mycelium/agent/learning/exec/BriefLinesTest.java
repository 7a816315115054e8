package dev.mycelium.agent.learning.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BriefLinesTest {

  @Test
  void keepsTheBeginningOfALongLineAndAllOfTheNext() throws IOException {
    assertThat(lines("abcdefgh\nabcd\n\nxy")).containsExactly("abcd", "abcd", "", "xy");
  }

  @Test
  void endsALineWhereAnyMachineEndsIt() throws IOException {
    assertThat(lines("a\r\nb\rc\n\r\nd\r")).containsExactly("a", "b", "c", "", "d");
  }

  @Test
  void findsNoLineInNothing() throws IOException {
    assertThat(lines("")).isEmpty();
  }

  @Test
  void waitsForNoLineEndOnceALineIsTooLong() throws IOException {
    EndlessLine endless = new EndlessLine(100_000);

    Optional<String> line = new BriefLines(endless, 10).next();

    assertThat(line).contains("x".repeat(10));
  }

  private static List<String> lines(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BriefLines brief = new BriefLines(new StringReader(text), 4)) {
      for (Optional<String> line = brief.next(); line.isPresent(); line = brief.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  /** A line that breaks off, with an exception, after so many characters. */
  private static final class EndlessLine extends Reader {
    private int left;

    EndlessLine(int left) {
      this.left = left;
    }

    @Override
    public int read(char[] target, int at, int length) throws IOException {
      if (left < length) {
        throw new IOException("more was read than one buffer");
      }
      left -= length;
      Arrays.fill(target, at, at + length, 'x');
      return length;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
