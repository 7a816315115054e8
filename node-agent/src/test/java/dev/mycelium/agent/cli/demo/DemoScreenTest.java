package dev.mycelium.agent.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoScreenTest {
  private static final Scenario SCENARIO = new MarketsScenario(List.of("ohlcv:a", "ohlcv:b"), 2);

  private final StringWriter text = new StringWriter();

  /** Else each drawing would leave rows of the one before on a terminal of 80 columns. */
  @Test
  void letsNoRowOfATerminalBecomeTwo() {
    DemoScreen screen = new DemoScreen(new PrintWriter(text), true, SCENARIO);

    screen.draw(Duration.ZERO, List.of(), List.of(), List.of());
    screen.draw(Duration.ofSeconds(1), List.of(), List.of(), List.of());

    assertThat(text.toString().split("\033\\[\\?7l", -1)).hasSize(3);
    assertThat(text.toString())
        .contains("\033[2A\033[?7lafter 1 s", "\033[?7h")
        .endsWith("\033[?7h");
  }

  @Test
  void printsNoControlsWhereThereIsNoTerminal() {
    DemoScreen screen = new DemoScreen(new PrintWriter(text), false, SCENARIO);

    screen.draw(Duration.ZERO, List.of(), List.of(), List.of());
    screen.draw(Duration.ofSeconds(9), List.of(), List.of(), List.of());
    screen.draw(Duration.ofSeconds(10), List.of(), List.of(), List.of());

    assertThat(text.toString())
        .doesNotContain("\033")
        .contains("-- after 0 s", "-- after 10 s")
        .doesNotContain("after 9 s");
  }
}
