package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.round.Head;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Four agents on real MNIST, as processes, measured on {@code t10k}. Not part of the build:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=FourAgentsBenchmark -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * {@code -Drounds=60 -Dbound=0.95} are the defaults of the first measurement, {@code -Dalone=20}
 * the rounds of the second; {@code -Dmnist=DIR} is where the files lie. Curves go to {@code
 * docs/results}.
 */
class FourAgentsBenchmark {
  private static final int ROUNDS = Integer.getInteger("rounds", 60);
  private static final int ROUNDS_ALONE = Integer.getInteger("alone", 20);
  private static final double BOUND = Double.parseDouble(System.getProperty("bound", "0.95"));
  private static final String MNIST =
      "idx:" + System.getProperty("mnist", "../shared/datasets/mnist");
  private static final Path RESULTS = Programs.ROOT.resolve("docs/results");

  @RegisterExtension static final Network network = new Network();

  /**
   * Each agent knows few digits; one is killed after a sixth of the rounds, the coordinator later.
   */
  @Test
  void learnsFromPartsOfFewDigitsThroughTwoKills() {
    String group = network.client().post("/groups", GroupText.mnist(4, "PT1M")).text("group_id");
    List<AgentProcess> agents =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    network.start(
                        "shards-" + i,
                        "--group",
                        group,
                        "--model",
                        "mlp:200,200",
                        "--data",
                        "%s?partition=shards:2&shard=%d/4".formatted(MNIST, i),
                        "--holdout",
                        "0.05",
                        "--heartbeat-interval",
                        "2s",
                        "--switch-threshold",
                        "1"))
            .toList();
    AccuracyCurve curve = new AccuracyCurve("four on two shards each");

    follow(group, agents, ROUNDS, curve, version -> disturb(group, agents, version));

    AccuracyCurve.write(RESULTS.resolve("four-agents-mnist.csv"), curve);
    System.out.println(curve.summary(BOUND));
    assertThat(curve.best()).isGreaterThanOrEqualTo(BOUND);
  }

  @Test
  void fourAgentsThatFindEachOtherBeatOneAlone() {
    List<AgentProcess> four =
        IntStream.range(0, 4).mapToObj(i -> startOnItsPart("four", i)).toList();
    four.forEach(AgentProcess::groupId);
    String group = four.get(0).groupId();
    assertThat(four).allSatisfy(agent -> assertThat(agent.groupId()).isEqualTo(group));
    AccuracyCurve together = new AccuracyCurve("four on a quarter each");
    follow(group, four, ROUNDS_ALONE, together, version -> {});
    assertThat(network.client().group(group).memberCount()).isEqualTo(4);
    four.forEach(AgentProcess::close);

    AgentProcess one = startOnItsPart("one", 0);
    AccuracyCurve alone = new AccuracyCurve("one on a quarter");
    follow(one.groupId(), List.of(one), ROUNDS_ALONE, alone, version -> {});

    AccuracyCurve.write(RESULTS.resolve("four-agents-iid.csv"), together, alone);
    System.out.println(together.summary(BOUND));
    System.out.println(alone.summary(BOUND));
    assertThat(together.last()).isGreaterThan(alone.last());
  }

  private static AgentProcess startOnItsPart(String name, int part) {
    return network.start(
        name + "-" + part,
        "--model",
        "mlp:200,200",
        "--data",
        "%s?partition=iid&shard=%d/4&name=mnist-%s".formatted(MNIST, part, name),
        "--holdout",
        "0.05",
        "--heartbeat-interval",
        "2s");
  }

  /** Measures each new head while the agents go on, up to version {@code last}. */
  private static void follow(
      String group, List<AgentProcess> agents, int last, AccuracyCurve curve, LongConsumer after) {
    try (HeadGauge gauge = HeadGauge.onTestFiles(spec(group), MNIST)) {
      for (long version = 0; version <= last; version++) {
        Head head = network.awaitHead(group, version);
        gauge.accuracy(head.sha(), agents).ifPresent(accuracy -> curve.add(head, accuracy));
        after.accept(version);
      }
    }
  }

  private static void disturb(String group, List<AgentProcess> agents, long version) {
    if (version == ROUNDS / 6) {
      agents.stream()
          .filter(agent -> !agent.nodeId().equals(coordinator(group).nodeId().value()))
          .findFirst()
          .ifPresent(FourAgentsBenchmark::killAndRestart);
    } else if (version == ROUNDS / 3) {
      agents.stream()
          .filter(agent -> agent.nodeId().equals(coordinator(group).nodeId().value()))
          .findFirst()
          .ifPresent(FourAgentsBenchmark::killAndRestart);
    }
  }

  private static void killAndRestart(AgentProcess agent) {
    String id = agent.nodeId();
    agent.kill();
    Deadline.await(agent + " is missed")
        .until(() -> network.client().node(id).currentGroupId() == null);
    agent.restart();
  }

  private static Coordinator coordinator(String group) {
    Deadline.await("a coordinator")
        .until(() -> network.client().group(group).coordinator() != null);
    Coordinator coordinator = network.client().group(group).coordinator();
    return coordinator == null ? coordinator(group) : coordinator;
  }

  private static GroupSpec spec(String group) {
    GroupSpec spec = network.client().group(group).spec();
    assertThat(spec).isNotNull();
    return spec;
  }
}
