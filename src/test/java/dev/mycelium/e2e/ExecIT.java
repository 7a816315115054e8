package dev.mycelium.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mycelium.wire.group.StrategySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Programs of another hand as members, by {@code --learner exec:COMMAND}. */
class ExecIT {
  @RegisterExtension static final Network network = new Network();

  private static final Path EXAMPLES = Programs.ROOT.resolve("docs/examples/exec");

  /** By its founder's rule, which the other does not have: it trains as any other. */
  @Test
  void aProgramWithoutLibrariesLearnsInAGroup() throws IOException {
    String jar = PluginJar.made(network.directory().resolve("plugin")).toString();
    String line =
        "exec:'%s' -XX:TieredStopAtLevel=1 '%s' "
            .formatted(Programs.JAVA, EXAMPLES.resolve("Line.java"));
    AgentProcess left =
        exec(
            "left", line + "0", "--local-epochs", "20", "--plugins", jar, "--aggregator", "median");
    String group = left.groupId();
    AgentProcess right = exec("right", line + "9", "--local-epochs", "20");

    Deadline.await("rounds of both").until(() -> together(left, right) >= 2);

    assertThat(right.groupId()).isEqualTo(group);
    assertThat(network.client().group(group).modelType()).isEqualTo("linear");
    assertThat(requireNonNull(network.client().group(group).spec()).federation().strategy())
        .isEqualTo(new StrategySpec.Plugin("median"));
    Deadline.await("a good line")
        .until(() -> network.client().group(group).performanceMetric() > 0.9);
  }

  @Test
  void aModelOfItsOwnBeginsFromItsFoundersParameters() {
    String python = pythonWith("sklearn", "numpy");
    String script = "exec:" + python + " '" + EXAMPLES.resolve("sklearn_learner.py") + "' ";
    AgentProcess first = exec("first", script + "0/2", "--learning-rate", "0.01");
    AgentProcess second = exec("second", script + "1/2", "--learning-rate", "0.01");

    Deadline.await("a round of both").until(() -> together(first, second) >= 1);

    String group = first.groupId();
    assertThat(second.groupId()).isEqualTo(group);
    assertThat(network.client().group(group).modelType()).isEqualTo("custom:sklearn-logistic");
    Deadline.await("scores").until(() -> network.client().group(group).performanceMetric() > 0.8);
  }

  /** Both on the same images: the one through PyTorch in Python, the other with the engine here. */
  @Test
  void aPyTorchScriptAndABuiltInMemberShareAModel() {
    String python = pythonWith("torch", "numpy");
    Path digits = digits();
    String data = "idx:" + digits + "?name=digits&partition=iid&shard=0/2";
    AgentProcess builtIn = network.start("built-in", "--data", data);
    String group = builtIn.groupId();
    AgentProcess script =
        exec(
            "script",
            "exec:"
                + python
                + " '"
                + EXAMPLES.resolve("torch_learner.py")
                + "' '"
                + digits
                + "' 1/2",
            "--group",
            group);

    Deadline.await("rounds of both").until(() -> together(builtIn, script) >= 2);

    assertThat(script.groupId()).isEqualTo(group);
    assertThat(network.client().group(group).modelType()).isEqualTo("mlp:32");
    Deadline.await("scores of both")
        .until(
            () ->
                network.client().members(group).stream()
                    .allMatch(member -> member.score() != null && member.score().value() > 0.5));
  }

  private static AgentProcess exec(String name, String learner, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "node",
                "start",
                "--json",
                "--port",
                "0",
                "--heartbeat-interval",
                "5s",
                "--registry",
                network.registry().uri().toString(),
                "--state-dir",
                network.directory().resolve(name).toString(),
                "--learner",
                learner));
    arguments.addAll(List.of(more));
    return network.startPlain(name, Network.home(), arguments.toArray(String[]::new));
  }

  /** Rounds with two updates, as whoever coordinates tells of them. */
  private static long together(AgentProcess... agents) {
    return Stream.of(agents)
        .flatMap(agent -> agent.events("round").stream())
        .filter(round -> round.path("outcome").asString().equals("completed"))
        .map(round -> round.path("counted"))
        .mapToInt(JsonNode::asInt)
        .filter(counted -> counted == 2)
        .count();
  }

  private static Path digits() {
    Path folder = network.directory().resolve("digits");
    SomeDigits.write(folder, 600);
    return folder;
  }

  /** The first Python that imports all of these; without one the test is skipped by name. */
  static String pythonWith(String... libraries) {
    String imports = "import " + String.join(", ", libraries);
    for (String candidate : List.of("python3", "/usr/bin/python3", "python")) {
      if (ends(candidate, "-c", imports)) {
        return candidate;
      }
    }
    assumeTrue(false, "no Python with " + String.join(" and ", libraries));
    return "";
  }

  private static boolean ends(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
