package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The demo as a user runs it, beside a registry that is not its own and on a machine where its
 * usual port is taken. The model is too small for both kinds of digits, so the last agent does
 * worse in the wrong group by more than the threshold for as long as it stays there.
 */
class DemoIT {
  private static final int USUAL_PORT = 8000;

  /** More than what separates an agent's first scores in its own group from the group's. */
  private static final double GAIN = 0.16;

  private static final double CLEAR_GAIN = 0.12;
  private static final long SIGINT = 1L << 1;
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;

  @RegisterExtension static final Network strangers = new Network();

  private static final Checkout CHECKOUT = Checkout.built();

  private static ServerSocket usualPort;

  private DemoProcess demo;

  /** Filled in before and by each test. */
  @SuppressWarnings("NullAway.Init")
  DemoIT() {}

  @BeforeAll
  static void takeTheUsualPort() throws IOException {
    usualPort = new ServerSocket();
    try {
      usualPort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), USUAL_PORT));
    } catch (BindException e) {
      // Somebody else's is as good.
    }
  }

  @AfterAll
  static void giveTheUsualPortBack() throws IOException {
    usualPort.close();
  }

  @AfterEach
  void endTheDemo() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void theAgentInTheWrongGroupMovesAndSigtermEndsWhatWasStarted() {
    demo = start(4, GAIN);
    printsFirstWhereItIs();
    moves("node-4", "node-3");
    drawsATable(4);

    endsWhatItStarted(demo::terminate, TERMINATED);

    assertThat(summaryOf("node-4")).matches(".* 1 +the group scores .*; own score was .*");
  }

  @Test
  void nobodyMovesAtAThresholdOfOneAndCtrlCEndsWhatWasStarted() {
    assumeThat(isInterruptible()).as("SIGINT reaches the children of this process").isTrue();
    demo = start(3, 1);
    printsFirstWhereItIs();
    staysThoughAnotherGroupIsBetter("node-3", "node-2");

    endsWhatItStarted(demo::interrupt, INTERRUPTED);

    assertThat(demo.moves()).isEmpty();
    assertThat(summaryOf("node-3")).matches(".* 0 +-");
  }

  private static DemoProcess start(int nodes, double threshold) {
    return new DemoProcess(
        nodes,
        CHECKOUT.start(
            "demo-" + nodes,
            Map.of(),
            "demo",
            "--nodes",
            String.valueOf(nodes),
            "--duration",
            "30m",
            "--data",
            "synthetic:digits?train=8000&test=500",
            "--model",
            "mlp:32",
            "--switch-threshold",
            String.valueOf(threshold)));
  }

  private void printsFirstWhereItIs() {
    assertThat(demo.registry().getPort()).isNotEqualTo(USUAL_PORT);
    assertThat(demo.folder()).startsWith(CHECKOUT.home().resolve("demo"));
    assertThat(demo.out().split("(?m)^-- after")[0]).contains("registry     ", "state, logs  ");
    assertThat(demo.client().get("/health").text("status")).isEqualTo("healthy");
  }

  /** Out of the first group into the one where the agent's own kind of digits is learnt. */
  private void moves(String mover, String own) {
    Deadline.await("a move").until(() -> !demo.moves().isEmpty());
    RegistryProcess.Event move = demo.moves().get(0);
    assertThat(move.subjects().path("node_id").asString())
        .isEqualTo(demo.node(mover).orElseThrow().nodeId().value());
    Deadline.await("the mover in its own kind's group")
        .untilAsserted(
            () -> assertThat(demo.groupOf(mover)).isPresent().isEqualTo(demo.groupOf(own)));
    assertThat(move.figures().path("group_metric").asDouble())
        .isGreaterThan(move.figures().path("own_score").asDouble() + GAIN);
  }

  /** With ten seconds between two tables and five between two looks, it looked meanwhile. */
  private void staysThoughAnotherGroupIsBetter(String name, String other) {
    Deadline.await("a better group").until(() -> gain(name, other) > CLEAR_GAIN);
    long tables = demo.tables();
    Deadline.await("two tables").until(() -> demo.tables() >= tables + 2);
    Deadline.await("a group that is still better").until(() -> gain(name, other) > CLEAR_GAIN);
    Deadline.await("both in their groups")
        .until(() -> demo.groupOf(name).isPresent() && demo.groupOf(other).isPresent());
    assertThat(demo.groupOf(name)).isNotEqualTo(demo.groupOf(other));
  }

  /** What the group of {@code other} measured above the own score; minus infinity without one. */
  private double gain(String name, String other) {
    return demo.scoreOf(name)
        .flatMap(own -> demo.groupOf(other).flatMap(demo::measured).map(there -> there - own))
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private void drawsATable(int nodes) {
    Deadline.await("a table with node-" + nodes)
        .untilAsserted(
            () ->
                assertThat(demo.out())
                    .containsPattern(row("node-1", "A"))
                    .containsPattern(row("node-" + nodes, "[AB]")));
  }

  private static String row(String name, String group) {
    String percent = "\\d+\\.\\d %";
    return "(?m)^%s +%s +\\d+ +%s +%s +\\S.*$".formatted(name, group, percent, percent);
  }

  private void endsWhatItStarted(Runnable signal, int exit) {
    List<ProcessHandle> children = demo.children();
    assertThat(children).hasSize(demo.nodes() + 1).allMatch(ProcessHandle::isAlive);

    signal.run();

    assertThat(demo.awaitExit()).as(demo.transcript()).isEqualTo(exit);
    Deadline.await("the ends of its children")
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(strangers.client().get("/health").text("status")).isEqualTo("healthy");
    saysWhereEverythingLies();
  }

  private void saysWhereEverythingLies() {
    Path folder = demo.folder();
    assertThat(demo.out()).endsWith("logs and state: " + folder + System.lineSeparator());
    assertThat(folder.resolve("registry.log")).isNotEmptyFile();
    assertThat(IntStream.rangeClosed(1, demo.nodes()))
        .allSatisfy(node -> assertThat(folder.resolve("node-" + node + "/agent.log")).exists());
  }

  private String summaryOf(String name) {
    String out = demo.out();
    return out.substring(out.indexOf("In the end:"))
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElse("");
  }

  /** A build that a script starts in the background ignores Ctrl-C, and so do its children. */
  private static boolean isInterruptible() {
    Path self = Path.of("/proc/self/status");
    try (Stream<String> lines = Files.exists(self) ? Files.lines(self) : Stream.empty()) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .noneMatch(ignored -> (ignored & SIGINT) != 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + self, e);
    }
  }
}
