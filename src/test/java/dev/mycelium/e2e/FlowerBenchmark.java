package dev.mycelium.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.round.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * FedAvg of ten clients on MNIST, each with a tenth, from the first process to 97 % of {@code
 * t10k}: agents as processes, Flower's simulation, Flower's deployment. The same network, rate,
 * batches and share that is held out; all train in each round and score its model. The test images
 * are scored beside the agents, which go on meanwhile, and within Flower's server. Not part of the
 * build:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=FlowerBenchmark -Dfailsafe.failIfNoSpecifiedTests=false -Dpython=FILE
 * </pre>
 *
 * {@code -Dpython=FILE} is a Python with {@code flwr[simulation]} and {@code torch}; without it
 * Flower is not run. {@code -Dmnist=DIR} is where the files lie. Rows go to {@code
 * docs/results/flower-mnist-*.csv}.
 */
class FlowerBenchmark {
  private static final int CLIENTS = 10;
  private static final int MOST_ROUNDS = 20;
  private static final double BOUND = 0.97;
  private static final int PORT = 18_000;
  private static final Path MNIST =
      Programs.ROOT
          .resolve(System.getProperty("mnist", "../shared/datasets/mnist"))
          .toAbsolutePath()
          .normalize();
  private static final Path APP = Programs.ROOT.resolve("src/test/peers/flower");

  @RegisterExtension
  static final Network network = new Network(() -> Checkout.built().launcher(), Programs::registry);

  @TempDir Path folder;
  private final List<ChildProcess> running = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /** By the one clock that agents, Python and this test share: milliseconds since 1970. */
  private long begin;

  private record Row(long round, double seconds, double accuracy) {}

  /** Only what is measured runs: the registry, too, is started by the one that needs it. */
  @BeforeEach
  void stopTheRegistry() {
    network.registry().kill();
  }

  @Test
  void agents() throws IOException {
    begin = System.currentTimeMillis();
    network.registry().restart();
    String group = network.client().post("/groups", groupOfAll()).text("group_id");
    List<AgentProcess> agents = IntStream.range(0, CLIENTS).mapToObj(i -> agent(group, i)).toList();

    try (HeadGauge gauge = HeadGauge.onTestFiles(spec(group), "idx:" + MNIST)) {
      for (long version = 0; !isReached() && version <= MOST_ROUNDS; version++) {
        Head head = network.awaitHead(group, version);
        double seconds = seconds(System.currentTimeMillis());
        OptionalDouble accuracy = gauge.accuracy(head.sha(), agents);
        accuracy.ifPresent(value -> rows.add(new Row(head.version(), seconds, value)));
      }
    }

    tell("agents");
  }

  /** In which a round needs everybody, as in Flower's strategy here. */
  private static String groupOfAll() {
    String text =
        GroupText.mnist(CLIENTS, "PT10M")
            .replace("\"max_capacity\": 8", "\"max_capacity\": " + CLIENTS)
            .replace("\"min_fit_clients\": 2", "\"min_fit_clients\": " + CLIENTS);
    assertThat(text).contains("\"max_capacity\": 10", "\"min_fit_clients\": 10");
    return text;
  }

  private static AgentProcess agent(String group, int part) {
    return network.start(
        "part-" + part,
        "--group",
        group,
        "--model",
        "mlp:200,200",
        "--data",
        "idx:%s?partition=iid&shard=%d/%d".formatted(MNIST, part, CLIENTS),
        "--holdout",
        "0.05",
        "--heartbeat-interval",
        "2s",
        "--switch-threshold",
        "1");
  }

  private static GroupSpec spec(String group) {
    GroupSpec spec = network.client().group(group).spec();
    assertThat(spec).isNotNull();
    return spec;
  }

  @Test
  void flowersSimulation() throws IOException {
    Path python = python();
    begin = System.currentTimeMillis();

    start("simulation", List.of(python.toString(), APP.resolve("simulation.py").toString()));
    followRounds();

    tell("simulation");
  }

  /** Its apps run in processes of their own for each message, as they do unless told otherwise. */
  @Test
  void flowersDeployment() throws IOException {
    Path tools = python().resolveSibling("");
    Path home = Files.createDirectory(folder.resolve("flwr"));
    Files.writeString(
        home.resolve("config.toml"),
        """
        [superlink]
        default = "here"

        [superlink.here]
        address = "127.0.0.1:%d"
        insecure = true
        """
            .formatted(PORT));
    Path app = Files.createDirectory(folder.resolve("app"));
    for (String file : List.of("mnist_app.py", "pyproject.toml")) {
      Files.copy(APP.resolve(file), app.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    begin = System.currentTimeMillis();

    start(
        "superlink",
        List.of(
            tools.resolve("flower-superlink").toString(),
            "--insecure",
            "--disable-runtime-dependency-installation",
            "--port",
            String.valueOf(PORT)));
    for (int i = 0; i < CLIENTS; i++) {
      start(
          "supernode-" + i,
          List.of(
              tools.resolve("flower-supernode").toString(),
              "--insecure",
              "--superlink",
              "127.0.0.1:" + PORT,
              "--port",
              String.valueOf(PORT + 1 + i),
              "--node-config",
              "partition-id=%d num-partitions=%d".formatted(i, CLIENTS)));
    }
    String flwr = tools.resolve("flwr").toString();
    Deadline.await("a run")
        .until(() -> start("run", List.of(flwr, "run", app.toString(), "here")).awaitExit() == 0);
    followRounds();

    tell("deployment");
  }

  private static Path python() {
    String python = System.getProperty("python", "");
    assumeTrue(!python.isEmpty(), "no -Dpython=FILE: Flower is not run");
    return Programs.ROOT.resolve(python).toAbsolutePath().normalize();
  }

  private ChildProcess start(String name, List<String> command) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "MNIST_DIR", MNIST.toString(),
                "ROUNDS_FILE", rounds().toString(),
                "PYTHONPATH", APP.toString(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "FLWR_HOME", folder.resolve("flwr").toString(),
                "FLWR_TELEMETRY_ENABLED", "0"));
    environment.put("PATH", Path.of(command.get(0)).getParent() + ":" + System.getenv("PATH"));
    ChildProcess process = ChildProcess.startIn(folder, folder.resolve(name), command, environment);
    running.add(process);
    return process;
  }

  private Path rounds() {
    return folder.resolve("rounds.csv");
  }

  /** Until the bound is reached, whatever time each round takes. */
  private void followRounds() throws IOException {
    while (!isReached() && rows.size() <= MOST_ROUNDS) {
      int known = rows.size();
      Deadline.await("round " + known).until(() -> lines().size() > known);
      String[] cells = lines().get(known).split(",", -1);
      long at = Math.round(Double.parseDouble(cells[1]) * 1000);
      rows.add(new Row(Long.parseLong(cells[0]), seconds(at), Double.parseDouble(cells[2])));
    }
  }

  /** Without a last one that is still being written. */
  private List<String> lines() throws IOException {
    String text = Files.exists(rounds()) ? Files.readString(rounds(), UTF_8) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private double seconds(long millis) {
    return (millis - begin) / 1000.0;
  }

  private boolean isReached() {
    return !rows.isEmpty() && rows.get(rows.size() - 1).accuracy() >= BOUND;
  }

  private void tell(String contender) throws IOException {
    stop();
    Stream<String> text =
        rows.stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT, "%d,%.1f,%.4f", row.round(), row.seconds(), row.accuracy()));
    Files.write(
        Programs.ROOT.resolve("docs/results/flower-mnist-" + contender + ".csv"),
        Stream.concat(Stream.of("round,seconds,accuracy"), text).toList());
    Row end = rows.get(rows.size() - 1);
    System.out.printf(
        Locale.ROOT,
        "%s: %.4f in round %d after %.1f s%n",
        contender,
        end.accuracy(),
        end.round(),
        end.seconds());
    assertThat(end.accuracy()).isGreaterThanOrEqualTo(BOUND);
  }

  /** With whatever they started, which outlives some of them. */
  @AfterEach
  void stop() {
    List<ProcessHandle> all =
        running.stream().flatMap(process -> process.children().stream()).toList();
    running.forEach(ChildProcess::close);
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
