package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.round.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Ten agent processes on CIFAR-10 (Krizhevsky 2009; JPEG copies of the images), whose classes are
 * dealt by Dirichlet(0.5), with a CNN by FedAvg; each head is scored on test images that no agent
 * has. Not part of the build:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=CifarBenchmark -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * {@code -Drounds=20} is the default; {@code -Dcifar=DIR} is where the files lie. Stopped, it goes
 * on with the same agents and the same group; only {@code clean} forgets them.
 */
class CifarBenchmark {
  private static final int AGENTS = 10;
  private static final int ROUNDS = Integer.getInteger("rounds", 20);
  private static final Duration LONGEST_ROUND = Duration.ofHours(1);
  private static final String FILES = System.getProperty("cifar", "../shared/datasets/cifar10");
  private static final Path RESULTS = Programs.ROOT.resolve("docs/results/cifar10.csv");
  private static final String COLUMNS = "version,round,epoch,seconds,accuracy";

  @RegisterExtension static final Network network = Network.thatGoesOn("1g");

  @Test
  void learnsFromTenUnequalParts() throws IOException {
    String group = group();
    List<AgentProcess> agents = IntStream.range(0, AGENTS).mapToObj(i -> start(group, i)).toList();
    GroupSpec spec = network.client().group(group).spec();
    assertThat(spec).isNotNull();
    try (HeadGauge gauge = HeadGauge.onAll(spec, "images:" + FILES + "/cifar10-test-5000.tar.gz")) {
      for (long version = measured(group); version <= ROUNDS; version++) {
        Head head = awaitHead(group, version);
        double accuracy = gauge.accuracy(head.sha(), agents).orElseThrow();
        note(head, secondsOf(version), accuracy);
      }
    }
    assertThat(best()).isGreaterThan(2.0 / AGENTS);
  }

  /** The group of an earlier, stopped run, if there is one. */
  private static String group() {
    return network.client().groups().stream()
        .filter(view -> view.datasetName().equals("cifar10"))
        .map(view -> view.groupId().value())
        .findFirst()
        .orElseGet(
            () -> network.client().post("/groups", GroupText.cifar(AGENTS)).text("group_id"));
  }

  private static AgentProcess start(String group, int part) {
    return network.start(
        "part-" + part,
        "--group",
        group,
        "--model",
        "cnn",
        "--data",
        "images:%s/cifar10-train-50000.tar.gz?partition=dirichlet:0.5&shard=%d/%d&name=cifar10"
            .formatted(FILES, part, AGENTS),
        "--holdout",
        "0.05",
        "--heartbeat-interval",
        "30s",
        "--switch-threshold",
        "1");
  }

  private static double best() throws IOException {
    return Files.readAllLines(RESULTS).stream()
        .skip(1)
        .mapToDouble(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)))
        .max()
        .orElse(0);
  }

  /** How many versions have a row; a new group begins a new file. */
  private static long measured(String group) throws IOException {
    if (network.client().heads(group).isEmpty() || !Files.exists(RESULTS)) {
      Files.writeString(RESULTS, COLUMNS + System.lineSeparator());
    }
    return Files.readAllLines(RESULTS).size() - 1L;
  }

  /**
   * Between a head's commit and its parent's, by the registry's clock, with the pause if it was
   * stopped meanwhile; 0 for the first.
   */
  private static double secondsOf(long version) {
    List<RegistryProcess.Event> commits = network.registry().events("head_committed");
    Instant before = commits.get(Math.toIntExact(Math.max(0, version - 1))).at();
    return Duration.between(before, commits.get(Math.toIntExact(version)).at()).toMillis() / 1000.0;
  }

  private static void note(Head head, double seconds, double accuracy) throws IOException {
    String row =
        String.format(
            Locale.ROOT,
            "%d,%d,%d,%.1f,%.4f",
            head.version(),
            head.round(),
            head.epoch(),
            seconds,
            accuracy);
    System.out.println(row);
    Files.writeString(RESULTS, row + System.lineSeparator(), StandardOpenOption.APPEND);
  }

  private static Head awaitHead(String group, long version) {
    Awaitility.await("version " + version)
        .atMost(LONGEST_ROUND)
        .until(
            () -> {
              GroupView view = network.client().group(group);
              return view.head() != null && view.head().version() >= version;
            });
    return network.client().heads(group).get((int) version);
  }
}
