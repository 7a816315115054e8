package dev.mycelium.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
  @TempDir Path folder;

  @BeforeEach
  void threeRuns() throws IOException {
    run("run-1.csv", "0.10", "0.50", "0.97", "0.96");
    run("run-2.csv", "0.10", "0.98", "0.90", "0.92");
    run("run-3.csv", "0.10", "0.50", "0.60", "0.70");
  }

  @Test
  void computesEachFigureAgainFromItsFiles() throws IOException {
    summary("run-*.csv,median_rounds_to,0.97,2", "run-[12].csv,mean_of_last,2,0.938");

    assertThat(Summary.read(folder).check())
        .extracting(Summary.Checked::computed, Summary.Checked::isRight)
        .containsExactly(tuple("2", true), tuple("0.938", true));
  }

  @Test
  void tellsAFigureThatTheFilesDoNotGive() throws IOException {
    summary("run-*.csv,median_rounds_to,0.97,1", "run-3.csv,median_rounds_to,0.97,3");

    assertThat(Summary.read(folder).check())
        .extracting(Summary.Checked::computed)
        .containsExactly("2", "never");
    assertThat(Summary.read(folder).check()).noneMatch(Summary.Checked::isRight);
  }

  @Test
  void refusesAFigureOfNoFiles() throws IOException {
    summary("walk-*.csv,mean_of_last,2,0.9");

    assertThatThrownBy(() -> Summary.read(folder).check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("walk-*.csv: no file");
  }

  private void run(String name, String... metrics) throws IOException {
    StringBuilder rows = new StringBuilder("round,version,metric,loss,examples\n");
    for (int version = 0; version < metrics.length; version++) {
      rows.append("%d,%d,%s,1.0,100%n".formatted(version, version, metrics[version]));
    }
    Files.writeString(folder.resolve(name), rows);
  }

  private void summary(String... rows) throws IOException {
    Files.writeString(
        folder.resolve("summary.csv"),
        "files,measure,argument,value\n" + String.join("\n", rows) + "\n");
  }
}
