package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the container files promise, as far as it can be shown without an engine. */
class ComposeIT {
  private static final Path DOCKER = Programs.ROOT.resolve("docker");
  private static final List<String> AGENTS = List.of("agent-1", "agent-2", "agent-3");

  @TempDir Path folder;

  @Test
  void theProgramsAcceptEveryCommand() throws IOException {
    Map<String, Map<String, Object>> services = services();

    for (String agent : AGENTS) {
      List<String> words = words(services.get(agent).get("command"));
      assertThat(words).contains(agent, agent + ":8080", "http://registry:8000");
      accepts(agent, Programs.agent(), words);
    }
    accepts("registry", Programs.registry(), defaultCommand("registry.Dockerfile"));
  }

  @Test
  void everyAgentHasItsOwnPartOfTheDataAndItsOwnVolume() throws IOException {
    Map<String, Map<String, Object>> services = services();

    assertThat(services).containsOnlyKeys("registry", "agent-1", "agent-2", "agent-3");
    assertThat(AGENTS.stream().map(name -> services.get(name).get("command")))
        .doesNotHaveDuplicates();
    for (Map.Entry<String, Map<String, Object>> service : services.entrySet()) {
      assertThat(service.getValue().get("volumes"))
          .isEqualTo(List.of(service.getKey() + ":/var/lib/mycelium"));
    }
  }

  @Test
  void onlyTheRegistryIsPublishedAndOnlyToThisMachine() throws IOException {
    Map<String, Map<String, Object>> services = services();

    assertThat(services.get("registry").get("ports")).isEqualTo(List.of("127.0.0.1:8000:8000"));
    assertThat(AGENTS).noneMatch(agent -> services.get(agent).containsKey("ports"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.Dockerfile", "agent.Dockerfile"})
  void everyImageRunsWithoutRootAndSaysHowItIs(String file) throws IOException {
    List<List<String>> stages = stages(file);

    for (List<String> stage : stages.subList(1, stages.size())) {
      assertThat(stage).contains("USER mycelium", "VOLUME /var/lib/mycelium");
      assertThat(String.join("\n", stage)).contains("HEALTHCHECK", "--uid 10001");
      assertThat(stage.indexOf("USER mycelium"))
          .isLessThan(stage.indexOf(find(stage, "ENTRYPOINT")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.Dockerfile", "agent.Dockerfile"})
  void theBuildSeesOnlyFilesThatExist(String file) throws IOException {
    List<String> ignore = Files.readAllLines(DOCKER.resolve(file + ".dockerignore"));

    assertThat(ignore.stream().filter(line -> line.startsWith("!")).map(line -> line.substring(1)))
        .isNotEmpty()
        .allMatch(name -> Files.exists(Programs.ROOT.resolve(name)));
  }

  /** A program that is asked for help still refuses what it does not know. */
  private void accepts(String name, List<String> program, List<String> words) {
    List<String> command = new ArrayList<>(program);
    command.addAll(words);
    command.add("--help");
    try (ChildProcess process = ChildProcess.start(folder.resolve(name), command, Map.of())) {
      assertThat(process.awaitExit()).as(process.err()).isZero();
      assertThat(process.out()).startsWith("Usage:");
    }
  }

  /** Only a list passes as it stands: of a text, Compose drops what follows an ampersand. */
  private static List<String> words(Object command) {
    assertThat(command).isInstanceOf(List.class);
    return ((List<?>) command).stream().map(String.class::cast).toList();
  }

  private static List<String> defaultCommand(String file) throws IOException {
    String line = find(stages(file).get(1), "CMD");
    return Stream.of(line.substring(line.indexOf('[') + 1, line.indexOf(']')).split(","))
        .map(word -> word.strip().replace("\"", ""))
        .toList();
  }

  private static String find(List<String> stage, String instruction) {
    return stage.stream()
        .filter(line -> line.startsWith(instruction))
        .findFirst()
        .orElseThrow(() -> new AssertionError(stage + ": no " + instruction));
  }

  private static List<List<String>> stages(String file) throws IOException {
    List<List<String>> stages = new ArrayList<>();
    for (String line : Files.readAllLines(DOCKER.resolve(file))) {
      if (line.startsWith("FROM ")) {
        stages.add(new ArrayList<>());
      }
      if (!stages.isEmpty()) {
        stages.get(stages.size() - 1).add(line);
      }
    }
    return stages;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> services() throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Map<String, Object> compose = yaml.load(Files.readString(DOCKER.resolve("compose.yaml")));
    return (Map<String, Map<String, Object>>) compose.get("services");
  }
}
