package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A model of 100 million parameters, 400 MB, four members and an agent without data that
 * coordinates them with 256 MB of heap and 64 MB of direct memory. Takes minutes, 8 GB of memory
 * and 15 GB of disk, hence by name only:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=LeanCoordinatorDrill -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * {@code -Dlean.hidden=1000,1000} makes the model smaller, {@code -Dlean.heap=1500m} is the heap of
 * a member, which holds its head and its update. Linux only.
 */
class LeanCoordinatorDrill {
  private static final int MEMBERS = 4;
  private static final String HIDDEN = System.getProperty("lean.hidden", "10000,9210");
  private static final String MEMBER_HEAP = System.getProperty("lean.heap", "1500m");
  private static final Pattern BEFORE_COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(");

  @RegisterExtension
  static final Network network = new Network(() -> Programs.agent(MEMBER_HEAP), Programs::registry);

  @Test
  void coordinatesWhatItCouldNotHold() throws IOException {
    String group = network.client().post("/groups", group()).text("group_id");
    Path collections = network.directory().resolve("gc.log");
    try (AgentProcess coordinator = coordinator(group, collections)) {
      List<AgentProcess> members =
          IntStream.range(0, MEMBERS).mapToObj(member -> member(member, group)).toList();

      assertThat(members).allSatisfy(member -> assertThat(member.awaitExit()).isZero());

      assertThat(network.client().newestVersion(group)).isPositive();
      assertThat(coordinator.events("round"))
          .anyMatch(round -> round.path("counted").asInt() == MEMBERS);
      print(coordinator, collections);
      coordinator.terminate();
      int unused = coordinator.awaitExit();
      assertThat(coordinator.events("left")).isNotEmpty();
    }
  }

  private static String group() {
    return """
        { "model_type": "mlp:%1$s", "dataset_name": "pull", "max_capacity": 5,
          "spec": {
            "task": { "kind": "classification", "input_shape": [784], "metric": "accuracy",
                      "labels": ["a", "b"] },
            "model": { "architecture": "mlp", "hidden": [%1$s] },
            "training": { "optimizer": { "name": "sgd", "learning_rate": 0.5, "momentum": 0.0 },
                          "batch_size": 100, "local_epochs": 1, "seed": 1 },
            "federation": { "strategy": { "name": "fedavg" }, "num_rounds": 1,
                            "fraction_fit": 1.0, "fraction_evaluate": 1.0, "min_fit_clients": %2$d,
                            "min_available_clients": %2$d, "round_timeout": "PT20M" } } }
        """
        .formatted(HIDDEN, MEMBERS);
  }

  private static AgentProcess member(int member, String group) {
    Path pull = Programs.ROOT.resolve("src/test/resources/lean/Pull.java");
    return network.startPlain(
        "member-" + member,
        Network.home(),
        options(
            "member-" + member,
            "--group",
            group,
            "--no-coordinate",
            "--rounds",
            "1",
            "--learner",
            "exec:'%s' '%s' %d %s".formatted(Programs.JAVA, pull, member, HIDDEN)));
  }

  private static AgentProcess coordinator(String group, Path collections) {
    List<String> command =
        new ArrayList<>(
            Programs.agent(
                List.of(
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "-XX:MaxDirectMemorySize=64m",
                    "-Xlog:gc:file=" + collections)));
    command.addAll(List.of(options("coordinator", "--group", group, "--coordinate-only")));
    return new AgentProcess(
        "coordinator",
        network.directory(),
        command,
        Map.of("MYCELIUM_HOME", Network.home().toString()));
  }

  private static String[] options(String name, String... more) {
    return Stream.concat(
            Stream.of(
                "node",
                "start",
                "--json",
                "--registry",
                network.registry().uri().toString(),
                "--state-dir",
                network.directory().resolve(name).toString(),
                "--port",
                "0",
                "--heartbeat-interval",
                "5s"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** What the process itself held: mapped files and the disk's cache are not its own. */
  private static void print(AgentProcess coordinator, Path collections) throws IOException {
    Path status = Path.of("/proc", String.valueOf(coordinator.pid()), "status");
    Files.readAllLines(status).stream()
        .filter(line -> line.matches("(VmHWM|RssAnon|RssFile):.*"))
        .forEach(System.out::println);
    Matcher used = BEFORE_COLLECTION.matcher(Files.readString(collections));
    long most = used.results().mapToLong(found -> Long.parseLong(found.group(1))).max().orElse(0);
    System.out.println("heap before a collection: at most " + most + " MB");
  }
}
