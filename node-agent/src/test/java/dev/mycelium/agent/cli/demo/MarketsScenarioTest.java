package dev.mycelium.agent.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketsScenarioTest {
  @TempDir Path folder;

  @Test
  void givesEachAgentAnExchangeOfItsKind() throws IOException {
    MarketsScenario scenario = MarketsScenario.synthetic(4, folder);

    assertThat(scenario.agents()).isEqualTo(4);
    assertThat(scenario.firstKind()).isEqualTo(2);
    for (int agent = 0; agent < 4; agent++) {
      List<Double> returns = returns(folder.resolve("exchange-%d.csv".formatted(agent + 1)));
      double echo = agent < 2 ? -0.6 : 0.6;
      assertThat(slope(returns)).as("agent " + agent).isCloseTo(echo, within(0.05));
    }
    assertThat(scenario.model()).isEqualTo("linear");
    assertThat(scenario.options(3))
        .doesNotContain("--model")
        .startsWith("--data", "ohlcv:" + folder.resolve("exchange-4.csv") + "?name=markets");
  }

  @Test
  void writesTheSameTwiceAndBarsThatNothingIsWrongWith() throws IOException {
    MarketsScenario scenario = MarketsScenario.synthetic(3, folder.resolve("once"));
    MarketsScenario.synthetic(3, folder.resolve("again"));

    Dataset first =
        new Datasets(folder, folder.resolve("cache")).load(DataSpec.parse(scenario.files().get(0)));

    assertThat(folder.resolve("once/exchange-1.csv"))
        .hasSameTextualContentAs(folder.resolve("again/exchange-1.csv"));
    assertThat(Files.readString(folder.resolve("once/exchange-1.csv")))
        .isNotEqualTo(Files.readString(folder.resolve("once/exchange-2.csv")));
    assertThat(first.name()).isEqualTo("markets");
    assertThat(first.train().size()).isEqualTo(2_500 - 56);
    assertThat(first.notes()).noneMatch(note -> note.contains("left out"));
  }

  @Test
  void showsNoNegativeZero() {
    MarketsScenario scenario = new MarketsScenario(List.of("ohlcv:a"), 1);

    assertThat(scenario.score(-0.0004)).isEqualTo("0.000");
    assertThat(scenario.score(-0.0006)).isEqualTo("-0.001");
    assertThat(scenario.score(-10)).isEqualTo("-10.000");
  }

  @Test
  void takesTheFilesOfAFolderInTheirOrder() throws IOException {
    for (String name : List.of("b.csv", "a.csv.gz", "c.csv", "notes.txt")) {
      Files.createFile(folder.resolve(name));
    }

    MarketsScenario scenario = MarketsScenario.of("ohlcv:" + folder + "?symbol=BTC", 3);

    assertThat(scenario.firstKind()).isEqualTo(3);
    assertThat(scenario.files())
        .containsExactly(
            "ohlcv:" + folder.resolve("a.csv.gz") + "?symbol=BTC&name=markets",
            "ohlcv:" + folder.resolve("b.csv") + "?symbol=BTC&name=markets",
            "ohlcv:" + folder.resolve("c.csv") + "?symbol=BTC&name=markets");
    assertThatThrownBy(() -> MarketsScenario.of("ohlcv:" + folder, 4))
        .hasMessageContaining("with 3 files (expected: a file for each of 4 agents");
    assertThatThrownBy(() -> MarketsScenario.of("idx:" + folder, 3))
        .hasMessageContaining("(expected: ohlcv:FOLDER with a file for each agent)");
    assertThatThrownBy(() -> MarketsScenario.of("ohlcv:" + folder.resolve("none"), 3))
        .hasMessageContaining("(expected: ohlcv:FOLDER with .csv or .csv.gz files in it)");
  }

  private static List<Double> returns(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(cells -> Math.log(Double.parseDouble(cells[4]) / Double.parseDouble(cells[1])))
        .toList();
  }

  /** Of each return by the one before, without an intercept. */
  private static double slope(List<Double> returns) {
    double products = 0;
    double squares = 0;
    for (int t = 1; t < returns.size(); t++) {
      products += returns.get(t) * returns.get(t - 1);
      squares += returns.get(t - 1) * returns.get(t - 1);
    }
    return products / squares;
  }
}
