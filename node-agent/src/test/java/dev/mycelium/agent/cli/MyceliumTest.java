package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.directory.ScriptedRegistry;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Commands as a person or a script calls them: the exit code and the sentence. */
class MyceliumTest {
  private static final String NO_GROUP =
      "{\"type\": \"urn:mycelium:problem:group-not-found\", \"status\": 404}";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private ScriptedRegistry registry;

  @BeforeEach
  void begin() throws IOException {
    registry = new ScriptedRegistry();
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void teachesEachOptionOfNodeStart() {
    assertThat(run("node", "start", "--help")).isZero();

    CommandLine start =
        Mycelium.commandLine().getSubcommands().get("node").getSubcommands().get("start");
    assertThat(start.getCommandSpec().optionsMap().keySet())
        .allSatisfy(option -> assertThat(out.toString()).contains(option));
    assertThat(out.toString()).contains("mycelium exit-codes");
  }

  @Test
  void listsEachExitCode() {
    assertThat(run("exit-codes")).isZero();

    assertThat(ExitCode.values())
        .allSatisfy(code -> assertThat(out.toString()).containsPattern("\\b" + code.number()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node start --no-such-option",
        "node start --port x",
        "node start --heartbeat-interval soon",
        "node start --coordinate-only",
        "node start --device abacus",
        "no-such-command",
        "node"
      })
  void saysWhichOptionIsWrong(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }

  @Test
  void saysThatTheRegistryIsUnreachable() {
    registry.close();

    assertThat(run("groups", "--registry", registry.uri().toString())).isEqualTo(10);
    assertThat(err.toString()).contains(registry.uri().toString()).hasLineCount(1);
  }

  @Test
  void losesPatienceWithARegistryThatDoesNotAnswer() {
    registry.close();
    Terminal terminal = new Terminal(new PrintWriter(out), false);

    assertThatThrownBy(
            () ->
                Preflight.awaitRegistry(
                    new HttpDirectory(registry.uri()), registry.uri(), terminal, 1))
        .hasMessageContaining("mycelium registry")
        .asInstanceOf(type(CommandFailedException.class))
        .returns(ExitCode.REGISTRY_UNREACHABLE, CommandFailedException::code);
  }

  @Test
  void saysThatDataCannotBeRead() {
    registry.answers(200, "[]");

    assertThat(start("--data", "idx:" + folder.resolve("nothing"))).isEqualTo(20);
    assertThat(err.toString()).contains("nothing").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--model=rnn", "--learning-rate=-1", "--batch-size=0"})
  void saysThatTheModelIsWrongBeforeItLoadsAnything(String option) {
    assertThat(start(option)).isEqualTo(21);
    assertThat(err.toString()).contains("expected").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rounds=0", "--group-evaluation-interval=0"})
  void refusesNumbersThatMeanNothing(String option) {
    assertThat(start(option)).isEqualTo(2);
    assertThat(err.toString()).contains("expected: > 0").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:",
        "host:0",
        "host:65536",
        "host:port",
        ":8080",
        "two words:8080",
        "user@host:8080",
        "host:8080/path",
        "http://host:8080"
      })
  void refusesAnAddressThatNobodyCanReach(String address) {
    assertThat(start("--address", address)).isEqualTo(2);
    assertThat(err.toString())
        .contains("--address: " + address + " (expected: HOST:PORT)")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void asksForTheAddressBehindAHostThatIsEverywhere(String host) {
    assertThat(start("--host", host)).isEqualTo(2);
    assertThat(err.toString())
        .contains("--host: " + host + " (expected: --address HOST:PORT")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void refusesAGroupWithoutName(String group) {
    assertThat(start("--group", group)).isEqualTo(2);
    assertThat(err.toString()).contains("--group: \"" + group + "\" (expected: ").hasLineCount(1);
  }

  @Test
  void saysThatThereIsNoGpu() {
    String found =
        NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.AUTO).description();
    assumeThat(found).as("needs a machine without GPU").startsWith("cpu");
    registry.answers(200, "[]");

    assertThat(start("--device", "gpu")).isEqualTo(33);
    assertThat(err.toString()).contains("device: gpu", "use --device cpu").hasLineCount(1);
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    registry.answers(200, "[]");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(start("--coordinate-only", "--group", "g", "--port", port)).isEqualTo(30);
      assertThat(err.toString()).contains(port).hasLineCount(1);
    }
  }

  @Test
  void saysThatTheStateDirectoryIsTaken() {
    try (StateDirectory held = StateDirectory.open(folder, folder.resolve("state"), null)) {
      assertThat(start()).isEqualTo(31);
      assertThat(err.toString()).contains(held.path().toString()).hasLineCount(1);
    }
  }

  @Test
  void saysThatTheKeyIsDamaged() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("state")).resolve("node.key"), "rubbish");

    assertThat(start()).isEqualTo(32);
    assertThat(err.toString()).contains("node.key").hasLineCount(1);
  }

  @Test
  void saysThatTheGroupIsUnknown() {
    registry.answers(200, "[]").answers(404, NO_GROUP);

    assertThat(start("--coordinate-only", "--group", "g", "--port", "0")).isEqualTo(40);
    assertThat(err.toString()).contains("--group: g").hasLineCount(1);
  }

  private int start(String... options) {
    List<String> line = new ArrayList<>(List.of("node", "start"));
    line.addAll(List.of("--registry", registry.uri().toString()));
    line.addAll(List.of("--state-dir", folder.resolve("state").toString()));
    line.addAll(List.of(options));
    return run(line.toArray(String[]::new));
  }

  private int run(String... line) {
    return Mycelium.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }
}
