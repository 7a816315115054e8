package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.OptionSpec;

/** Options from the command line, the environment and a file, and who wins. */
class SettingsTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void takesTheDefaultWhereNobodySaysAnything() {
    assertThat(printed("--batch-size")).isEqualTo("10 default");
    assertThat(printed("--model")).isEqualTo("- default");
  }

  @Test
  void takesTheFileBeforeTheDefault() throws IOException {
    Path file = file("# of this node", "batch-size: 16", "no_coordinate: true", "model: linear");

    assertThat(printed("--batch-size", "--config", file.toString())).isEqualTo("16 " + file + ":2");
    assertThat(printed("--no-coordinate", "--config", file.toString()))
        .isEqualTo("true " + file + ":3");
    assertThat(printed("--model", "--config", file.toString())).isEqualTo("linear " + file + ":4");
  }

  @Test
  void takesTheEnvironmentBeforeTheFile() throws IOException {
    environment.put("MYCELIUM_BATCH_SIZE", "17");
    environment.put("MYCELIUM_CONFIG", file("batch-size: 16", "momentum: 0.5").toString());

    assertThat(printed("--batch-size")).isEqualTo("17 MYCELIUM_BATCH_SIZE");
    assertThat(printed("--momentum")).startsWith("0.5 ").endsWith(":2");
  }

  @Test
  void takesTheCommandLineBeforeAll() throws IOException {
    environment.put("MYCELIUM_BATCH_SIZE", "17");
    Path file = file("batch-size: 16");

    assertThat(printed("--batch-size", "--config", file.toString(), "--batch-size", "18"))
        .isEqualTo("18 command line");
  }

  @Test
  void countsAnEmptyVariableAsNone() {
    environment.put("MYCELIUM_BATCH_SIZE", " ");

    assertThat(printed("--batch-size")).isEqualTo("10 default");
  }

  @ParameterizedTest
  @CsvSource({
    "FL_SERVER, fl-server:8080, --registry, http://fl-server:8080",
    "FL_SERVER, https://fl-server:8443, --registry, https://fl-server:8443",
    "FL_CLIENT_ID, client_1, --name, client_1",
    "FL_NUM_ROUNDS, 20, --num-rounds, 20",
    "FL_MIN_CLIENTS, 3, --min-available-clients, 3",
    "DATA_SOURCE, idx:mnist, --data, idx:mnist"
  })
  void understandsForeignNames(String name, String value, String option, String ours) {
    environment.put(name, value);

    assertThat(printed(option)).isEqualTo(ours + " " + name);
  }

  @ParameterizedTest
  @EnumSource
  void prefersOurNamesToForeignOnes(ForeignName name) {
    OptionSpec option =
        Mycelium.nodeStart(Mycelium.commandLine(Map.of())).findOption(name.option());
    environment.put(name.name(), "1");
    environment.put(Settings.variable(option), "2");

    assertThat(printed(name.option())).isEqualTo("2 " + Settings.variable(option));
  }

  @Test
  void hasAVariableForEachOption() {
    for (OptionSpec option : Mycelium.nodeStart(Mycelium.commandLine(Map.of())).options()) {
      if (option.type() == Integer.class || option.type() == int.class) {
        environment.put(Settings.variable(option), "7");
        assertThat(printed(option.longestName())).isEqualTo("7 " + Settings.variable(option));
      }
    }
  }

  @Test
  void neverShowsTheToken() {
    environment.put("MYCELIUM_TOKEN", "s3cret");

    assertThat(printed("--token")).isEqualTo("(set, not shown) MYCELIUM_TOKEN");
    assertThat(out.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot: 8080|:1: prot: unknown (expected: one of address, aggregator,",
        "port: eighty|:1: port: eighty (expected: a whole number)",
        "no-coordinate: perhaps|:1: no-coordinate: perhaps (expected: true or false)",
        "heartbeat-interval: soon|:1: heartbeat-interval: soon (expected: such as 500ms, 30s, 5m or 2h)",
        "optimizer: newton|:1: optimizer: newton (expected: sgd, adam, adamw)",
        "holdout: some|:1: holdout: some (expected: a number)",
        "registry: 'http://a b'|:1: registry: http://a b (expected: a URL)",
        "rounds: 0|:1: --rounds: 0 (expected: > 0)",
        "model: [linear]|:1: model: several values (expected: one value)",
        "port:|:1: port: nothing (expected: a value, or no such line)",
        "- port|:1: no keys (expected: one key: value on a line)",
        "'port: 1: 2'|:1: mapping values are not allowed here (expected: YAML",
        "port: \"8|: found unexpected end of stream (expected: YAML, one key: value on a line)",
      })
  void namesFileLineKeyValueAndExpectation(String line, String sentence) throws IOException {
    Path file = file(line);

    assertThat(run("node", "start", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("mycelium: " + file).contains(sentence).hasLineCount(1);
  }

  @Test
  void refusesAKeyThatStandsTwice() throws IOException {
    Path file = file("port: 1", "port: 2");

    assertThat(run("node", "start", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(file + ":2: port (expected: it once; it stands at " + file + ":1 too)");
  }

  @Test
  void namesTheVariableThatIsWrong() {
    environment.put("MYCELIUM_PORT", "eighty");

    assertThat(run("node", "start")).isEqualTo(2);
    assertThat(err.toString())
        .contains("MYCELIUM_PORT: port: eighty (expected: a whole number)")
        .hasLineCount(1);
  }

  @Test
  void saysThatTheFileIsMissing() {
    String file = folder.resolve("none.yaml").toString();

    assertThat(run("node", "start", "--config", file)).isEqualTo(2);
    assertThat(err.toString()).contains("--config: " + file + " can't be read").hasLineCount(1);
  }

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("agent.yaml"), List.of(lines));
  }

  /** Value and origin of an option as {@code --print-config} shows them. */
  private String printed(String option, String... more) {
    out.getBuffer().setLength(0);
    List<String> line = new ArrayList<>(List.of("node", "start", "--print-config"));
    line.addAll(List.of(more));
    assertThat(run(line.toArray(String[]::new))).as(err.toString()).isZero();
    return out.toString()
        .lines()
        .filter(row -> row.startsWith(option + " "))
        .map(row -> row.substring(option.length()).strip().replaceAll(" {2,}", " "))
        .findFirst()
        .orElseThrow();
  }

  private int run(String... line) {
    return Mycelium.commandLine(environment)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }
}
