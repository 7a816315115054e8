package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time until a registry and an agent are up, and the memory that they keep when there is nothing to
 * do; the launcher starts both. Not part of the build, and only of worth on an idle machine:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=StartUpBenchmark -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * {@code -Dstarts=3} is how many starts a median is of; one more before them is not counted: it
 * draws the digits and brings the jars into memory. Linux only.
 */
class StartUpBenchmark {
  private static final int STARTS = Integer.getInteger("starts", 3);
  private static final Pattern SCORED = Pattern.compile("\"event\":\"scored\".*\"version\":1[,}]");
  private static final Map<String, String> BOTH_COMPILERS =
      Map.of("MYCELIUM_JAVA_OPTIONS", "-XX:+TieredCompilation");

  @TempDir(factory = Checkout.BesideTheJars.class, cleanup = CleanupMode.ON_SUCCESS)
  Path tree;

  private Checkout checkout;
  private int started;

  /** Filled in before each test. */
  @SuppressWarnings("NullAway.Init")
  StartUpBenchmark() {}

  @BeforeEach
  void build() throws IOException {
    checkout = Checkout.in(tree);
    checkout.build();
  }

  @Test
  void startsAndIdles() {
    List<StartUp> registries = new ArrayList<>();
    List<StartUp> agents = new ArrayList<>();
    List<StartUp> withBothCompilers = new ArrayList<>();
    measure(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < STARTS; i++) {
      measure(registries, agents);
      try (StartedProgram registry = registry(BOTH_COMPILERS)) {
        withBothCompilers.add(registry.idle());
      }
    }

    System.out.println(StartUp.HEADING);
    System.out.println(StartUp.median("registry", registries));
    System.out.println(StartUp.median("registry, both compilers", withBothCompilers));
    System.out.println(StartUp.median("agent", agents));
    assertThat(List.of(registries, agents, withBothCompilers))
        .allMatch(all -> all.size() == STARTS);
  }

  /** A registry, and then an agent in a group that rests after one round. */
  private void measure(List<StartUp> registries, List<StartUp> agents) {
    try (StartedProgram registry = registry(Map.of())) {
      registries.add(registry.idle());
      try (StartedProgram agent = agent(port(registry.out()).orElseThrow())) {
        Deadline.await("a round").until(() -> SCORED.matcher(agent.out()).find());
        agents.add(agent.idle());
      }
    }
  }

  private StartedProgram registry(Map<String, String> environment) {
    String name = name("registry");
    String database = tree.resolve(name + ".db").toString();
    return StartedProgram.start(
        () -> checkout.start(name, environment, "registry", "--port", "0", "--database", database),
        process -> port(process.out()).filter(StartUpBenchmark::answers).isPresent());
  }

  private StartedProgram agent(int registry) {
    String url = "http://127.0.0.1:" + registry;
    RegistryClient client = new RegistryClient(URI.create(url));
    String group = client.post("/groups", GroupText.oneRound()).text("group_id");
    String name = name("agent");
    return StartedProgram.start(
        () ->
            checkout.start(
                name, Map.of(), "node", "start", "--json", "--registry", url, "--group", group),
        process -> process.out().contains("\"event\":\"joined\""));
  }

  private String name(String program) {
    started++;
    return program + "-" + started;
  }

  private static Optional<Integer> port(String out) {
    Matcher ready = RegistryProcess.READY.matcher(out);
    return ready.find() ? Optional.of(Integer.valueOf(ready.group(1))) : Optional.empty();
  }

  private static boolean answers(int port) {
    return new RegistryClient(URI.create("http://127.0.0.1:" + port)).get("/health").status()
        == 200;
  }
}
