package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
  private final Console console = new Console();

  @Test
  void takesTheDefaultWhereNobodySaysAnything() {
    assertThat(console.printed("--batch-size")).isEqualTo("10 default");
    assertThat(console.printed("--model")).isEqualTo("- default");
  }

  @Test
  void takesTheFileBeforeTheDefault() throws IOException {
    Path file = file("# of this node", "batch-size: 16", "no_coordinate: true", "model: linear");

    assertThat(console.printed("--batch-size", "--config", file.toString()))
        .isEqualTo("16 " + file + ":2");
    assertThat(console.printed("--no-coordinate", "--config", file.toString()))
        .isEqualTo("true " + file + ":3");
    assertThat(console.printed("--model", "--config", file.toString()))
        .isEqualTo("linear " + file + ":4");
  }

  @Test
  void takesTheEnvironmentBeforeTheFile() throws IOException {
    console.environment.put("MYCELIUM_BATCH_SIZE", "17");
    console.environment.put("MYCELIUM_CONFIG", file("batch-size: 16", "momentum: 0.5").toString());

    assertThat(console.printed("--batch-size")).isEqualTo("17 MYCELIUM_BATCH_SIZE");
    assertThat(console.printed("--momentum")).startsWith("0.5 ").endsWith(":2");
  }

  @Test
  void takesTheCommandLineBeforeAll() throws IOException {
    console.environment.put("MYCELIUM_BATCH_SIZE", "17");
    Path file = file("batch-size: 16");

    assertThat(console.printed("--batch-size", "--config", file.toString(), "--batch-size", "18"))
        .isEqualTo("18 command line");
  }

  @Test
  void countsAnEmptyVariableAsNone() {
    console.environment.put("MYCELIUM_BATCH_SIZE", " ");

    assertThat(console.printed("--batch-size")).isEqualTo("10 default");
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
    console.environment.put(name, value);

    assertThat(console.printed(option)).isEqualTo(ours + " " + name);
  }

  @ParameterizedTest
  @EnumSource
  void prefersOurNamesToForeignOnes(ForeignName name) {
    OptionSpec option =
        Mycelium.nodeStart(Mycelium.commandLine(Map.of())).findOption(name.option());
    console.environment.put(name.name(), "1");
    console.environment.put(Settings.variable(option), "2");

    assertThat(console.printed(name.option())).isEqualTo("2 " + Settings.variable(option));
  }

  @Test
  void hasAVariableForEachOption() {
    for (OptionSpec option : Mycelium.nodeStart(Mycelium.commandLine(Map.of())).options()) {
      if (option.type() == Integer.class || option.type() == int.class) {
        console.environment.put(Settings.variable(option), "7");
        assertThat(console.printed(option.longestName()))
            .isEqualTo("7 " + Settings.variable(option));
      }
    }
  }

  @Test
  void neverShowsTokenAndInvitation() {
    console.environment.put("MYCELIUM_TOKEN", "s3cret");
    console.environment.put("MYCELIUM_INVITATION", "c0de");

    assertThat(console.printed("--token")).isEqualTo("(set, not shown) MYCELIUM_TOKEN");
    assertThat(console.printed("--invitation")).isEqualTo("(set, not shown) MYCELIUM_INVITATION");
    assertThat(console.out()).doesNotContain("s3cret", "c0de");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot: 8080|:1: prot: unknown (expected: one of accumulate, address, aggregator,",
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

    assertThat(console.run("node", "start", "--config", file.toString())).isEqualTo(2);
    assertThat(console.err()).startsWith("mycelium: " + file).contains(sentence).hasLineCount(1);
  }

  @Test
  void refusesAKeyThatStandsTwice() throws IOException {
    Path file = file("port: 1", "port: 2");

    assertThat(console.run("node", "start", "--config", file.toString())).isEqualTo(2);
    assertThat(console.err())
        .contains(file + ":2: port (expected: it once; it stands at " + file + ":1 too)");
  }

  @Test
  void namesTheVariableThatIsWrong() {
    console.environment.put("MYCELIUM_PORT", "eighty");

    assertThat(console.run("node", "start")).isEqualTo(2);
    assertThat(console.err())
        .contains("MYCELIUM_PORT: port: eighty (expected: a whole number)")
        .hasLineCount(1);
  }

  @Test
  void saysThatTheFileIsMissing() {
    String file = folder.resolve("none.yaml").toString();

    assertThat(console.run("node", "start", "--config", file)).isEqualTo(2);
    assertThat(console.err()).contains("--config: " + file + " can't be read").hasLineCount(1);
  }

  private Path file(String... lines) throws IOException {
    return Console.config(folder, lines);
  }
}
