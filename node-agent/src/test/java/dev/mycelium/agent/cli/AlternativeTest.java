package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that exclude each other, given in one place or in two. */
class AlternativeTest {
  private static final String NO_TOKEN_FILE = "- default";

  @TempDir Path folder;
  private final Console console = new Console();

  @Test
  void theCommandLinesTokenFileBeatsTheEnvironmentsToken() throws IOException {
    console.environment.put("MYCELIUM_TOKEN", "outer");
    Path file = Files.writeString(folder.resolve("token"), "inner");
    try (ScriptedRegistry registry = new ScriptedRegistry().answers(200, "[]")) {
      String url = registry.uri().toString();

      assertThat(console.run("groups", "--registry", url, "--token-file", file.toString()))
          .as(console.err())
          .isZero();
      assertThat(registry.authorizations()).containsExactly("Bearer inner");
    }
  }

  @Test
  void theCommandLinesTokenBeatsTheEnvironmentsFile() {
    console.environment.put("MYCELIUM_TOKEN_FILE", folder.resolve("none").toString());

    assertThat(console.printed("--token-file", "--token", "inner")).isEqualTo(NO_TOKEN_FILE);
    assertThat(console.printed("--token", "--token", "inner")).endsWith("command line");
  }

  @Test
  void theEnvironmentBeatsTheFile() throws IOException {
    console.environment.put("MYCELIUM_TOKEN", "inner");
    Path file = file("token-file: none", "no-coordinate: true");

    assertThat(console.printed("--token-file", "--config", file.toString()))
        .isEqualTo(NO_TOKEN_FILE);
    assertThat(console.printed("--token", "--config", file.toString())).endsWith("MYCELIUM_TOKEN");
  }

  @Test
  void aFlagOnTheCommandLineBeatsTheFilesOpposite() throws IOException {
    Path file = file("no-coordinate: true");

    assertThat(console.printed("--no-coordinate", "--coordinate-only", "--config", file.toString()))
        .isEqualTo("false default");
    assertThat(
            console.printed("--coordinate-only", "--coordinate-only", "--config", file.toString()))
        .isEqualTo("true command line");
  }

  @Test
  void anAgentsAddressBeatsTheEnvironmentsStateDirectory() {
    console.environment.put("MYCELIUM_STATE_DIR", folder.toString());

    assertThat(console.run("status", "--agent", "ftp://nowhere")).isEqualTo(2);
    assertThat(console.err()).contains("--agent: ftp://nowhere").hasLineCount(1);
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

    assertThat(console.run(line.toArray(String[]::new))).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo("mycelium: %s: both (expected: one of them)%n".formatted(names));
  }

  @Test
  void bothInTheEnvironmentAreRefusedByTheirNamesThere() {
    console.environment.put("MYCELIUM_TOKEN", "a");
    console.environment.put("MYCELIUM_TOKEN_FILE", "b");

    assertThat(console.run("groups")).isEqualTo(2);
    assertThat(console.err())
        .contains("--token and --token-file: both, in MYCELIUM_TOKEN and MYCELIUM_TOKEN_FILE")
        .hasLineCount(1);
  }

  @Test
  void bothInTheFileAreRefusedByTheirLines() throws IOException {
    Path file = file("token: a", "token-file: b");

    assertThat(console.run("node", "start", "--config", file.toString())).isEqualTo(2);
    assertThat(console.err()).contains("both, in " + file + ":1 and " + file + ":2");
  }

  private Path file(String... lines) throws IOException {
    return Console.config(folder, lines);
  }
}
