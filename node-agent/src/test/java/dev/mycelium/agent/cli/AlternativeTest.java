package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.ScriptedRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that exclude each other, given in one place or in two. */
class AlternativeTest {
  private static final String NO_TOKEN_FILE = "- default";

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theCommandLinesTokenFileBeatsTheEnvironmentsToken() throws IOException {
    environment.put("MYCELIUM_TOKEN", "outer");
    Path file = Files.writeString(folder.resolve("token"), "inner");
    try (ScriptedRegistry registry = new ScriptedRegistry().answers(200, "[]")) {
      String url = registry.uri().toString();

      assertThat(run("groups", "--registry", url, "--token-file", file.toString()))
          .as(err.toString())
          .isZero();
      assertThat(registry.authorizations()).containsExactly("Bearer inner");
    }
  }

  @Test
  void theCommandLinesTokenBeatsTheEnvironmentsFile() {
    environment.put("MYCELIUM_TOKEN_FILE", folder.resolve("none").toString());

    assertThat(printed("--token-file", "--token", "inner")).isEqualTo(NO_TOKEN_FILE);
    assertThat(printed("--token", "--token", "inner")).endsWith("command line");
  }

  @Test
  void theEnvironmentBeatsTheFile() throws IOException {
    environment.put("MYCELIUM_TOKEN", "inner");
    Path file = file("token-file: none", "no-coordinate: true");

    assertThat(printed("--token-file", "--config", file.toString())).isEqualTo(NO_TOKEN_FILE);
    assertThat(printed("--token", "--config", file.toString())).endsWith("MYCELIUM_TOKEN");
  }

  @Test
  void aFlagOnTheCommandLineBeatsTheFilesOpposite() throws IOException {
    Path file = file("no-coordinate: true");

    assertThat(printed("--no-coordinate", "--coordinate-only", "--config", file.toString()))
        .isEqualTo("false default");
    assertThat(printed("--coordinate-only", "--coordinate-only", "--config", file.toString()))
        .isEqualTo("true command line");
  }

  @Test
  void anAgentsAddressBeatsTheEnvironmentsStateDirectory() {
    environment.put("MYCELIUM_STATE_DIR", folder.toString());

    assertThat(run("status", "--agent", "ftp://nowhere")).isEqualTo(2);
    assertThat(err.toString()).contains("--agent: ftp://nowhere").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "node start, --token=a, --token-file=b, --token and --token-file",
    "node start, --no-coordinate, --coordinate-only, --coordinate-only and --no-coordinate",
    "status, --agent=http://h:1, --state-dir=b, --agent and --state-dir"
  })
  void bothOnTheCommandLineAreRefused(String command, String one, String other, String names) {
    List<String> line = new ArrayList<>(Arrays.asList(command.split(" ")));
    line.addAll(List.of(one, other));

    assertThat(run(line.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("mycelium: %s: both (expected: one of them)%n".formatted(names));
  }

  @Test
  void bothInTheEnvironmentAreRefusedByTheirNamesThere() {
    environment.put("MYCELIUM_TOKEN", "a");
    environment.put("MYCELIUM_TOKEN_FILE", "b");

    assertThat(run("groups")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--token and --token-file: both, in MYCELIUM_TOKEN and MYCELIUM_TOKEN_FILE")
        .hasLineCount(1);
  }

  @Test
  void bothInTheFileAreRefusedByTheirLines() throws IOException {
    Path file = file("token: a", "token-file: b");

    assertThat(run("node", "start", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("both, in " + file + ":1 and " + file + ":2");
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
