package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.aggregation.Scaffold;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class VirtualGroupTest {
  private static final NodeId A = new NodeId("client-a");
  private static final NodeId B = new NodeId("client-b");
  private static final NodeId C = new NodeId("client-c");

  @TempDir Path state;
  @TempDir Path other;
  private final List<RoundOutcome> outcomes = new ArrayList<>();

  @Test
  void findsTheClientsCommonOptimum() {
    VirtualGroup group = group(state, clients());

    for (int round = 0; round < 40; round++) {
      var unused = group.next();
    }

    // (1 * 2 + 2 * 4 + 1 * 6) / 4 and (1 * 0 + 2 * 1 + 1 * 2) / 4
    assertThat(group.head().version()).isEqualTo(40);
    assertThat(group.payload().model().values().get(0)).isCloseTo(4, within(1e-4f));
    assertThat(group.payload().model().values().get(1)).isCloseTo(1, within(1e-4f));
    assertThat(outcomes).hasSize(40).allMatch(RoundOutcome.Completed.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'name':'float16'}", "{'name':'qsgd'}"})
  void findsItAsWellFromCompressedUpdatesAndSaysWhatTheyWeighed(String text) {
    CompressionSpec compression =
        JsonMapper.shared().readValue(text.replace('\'', '"'), CompressionSpec.class);
    FederationSpec federation = CoordinatedGroup.spec().federation().with(compression);
    VirtualGroup group = group(state, clients(), federation, new FedAvg());

    for (int round = 0; round < 15; round++) {
      var unused = group.next();
    }

    assertThat(group.payload().model().values().get(0)).isCloseTo(4, within(0.1f));
    assertThat(group.payload().model().values().get(1)).isCloseTo(1, within(0.1f));
    RoundReport report = new RoundJournal(state).report(CoordinatedGroup.GROUP, 15).orElseThrow();
    long plain = 3 * PayloadBlobs.bytes(PayloadLayout.ofModel(CoordinatedGroup.LAYOUT));
    assertThat(requireNonNull(report.updateBytes()).uncompressed()).isEqualTo(plain);
    assertThat(requireNonNull(report.updateBytes()).received()).isPositive().isNotEqualTo(plain);
  }

  @Test
  void goesOnWhereItsDiskEnds() throws IOException {
    VirtualGroup whole = group(state, clients());
    Head first = whole.next();
    CoordinatedGroup.copy(state.resolve("blobs"), other.resolve("blobs"));
    CoordinatedGroup.copy(state.resolve("rounds"), other.resolve("rounds"));

    VirtualGroup resumed = group(other, clients());

    assertThat(resumed.head()).isEqualTo(first);
    assertThat(Stream.generate(resumed::next).limit(3).toList())
        .isEqualTo(Stream.generate(whole::next).limit(3).toList());
  }

  /** Scaffold's law: c is the mean of all c_i, of those too that were not asked for long. */
  @Test
  void remembersWhatCountedHoweverLateAClientIsAskedAgain() {
    StrategySpec.Scaffold scaffold = new StrategySpec.Scaffold(1.0);
    Map<NodeId, Learner> many = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      many.put(new NodeId("client-%02d".formatted(i)), new QuadraticLearner(1, i, -i));
    }
    FederationSpec few = new FederationSpec(scaffold, null, 0.1, 0, 2, 2, Duration.ofMinutes(1));
    VirtualGroup group = group(state, many, few, new Scaffold(scaffold));

    Payload before = group.payload();
    for (int round = 0; round < 40; round++) {
      before = group.payload();
      var unused = group.next();
    }

    double[] mean = new double[2];
    for (NodeId node : many.keySet()) {
      Path own = state.resolve("clients").resolve(node.value());
      Payload counted = MemberMemory.of(node, CoordinatedGroup.GROUP, own).payload();
      for (int i = 0; counted != null && i < 2; i++) {
        mean[i] += counted.section(StrategySpec.Scaffold.CONTROL).values().get(i) / many.size();
      }
    }
    Tensors control = before.section(StrategySpec.Scaffold.CONTROL);
    assertThat(mean[0]).isNotZero().isCloseTo(control.values().get(0), within(1e-4));
    assertThat(mean[1]).isNotZero().isCloseTo(control.values().get(1), within(1e-4));
  }

  @Test
  void countsWhoeverCanTrain() {
    Map<NodeId, Learner> clients =
        Map.of(
            A, new QuadraticLearner(1, 2, 0),
            B, new QuadraticLearner(1, 4, 1),
            C, new QuadraticLearner(1, Float.NaN, 1));
    VirtualGroup group = group(state, clients);

    var unused = group.next();

    RoundOutcome.Completed round = (RoundOutcome.Completed) outcomes.get(0);
    assertThat(round.counted()).containsExactly(A, B);
    assertThat(round.missing()).containsOnlyKeys(C);
  }

  @Test
  void makesTheSameHeadsHoweverManyTrainAtOnce() {
    StrategySpec.Scaffold scaffold = new StrategySpec.Scaffold(1.0);
    FederationSpec federation = CoordinatedGroup.spec().federation().with(scaffold);
    Map<NodeId, Learner> some = new TreeMap<>(clients());
    some.put(new NodeId("d"), new QuadraticLearner(1, Float.NaN, 1));
    VirtualGroup one = group(state, some, federation, new Scaffold(scaffold), 1);

    try (VirtualGroup three = group(other, some, federation, new Scaffold(scaffold), 3)) {
      for (int round = 0; round < 5; round++) {
        assertThat(three.next()).isEqualTo(one.next());
      }
    }
  }

  @Test
  void refusesToWaitForClientsThatCanNotCome() {
    VirtualGroup group = group(state, Map.of());

    assertThatThrownBy(group::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fewer clients than a round waits for");
  }

  private static Map<NodeId, Learner> clients() {
    return Map.of(
        A, new QuadraticLearner(1, 2, 0),
        B, new QuadraticLearner(2, 4, 1),
        C, new QuadraticLearner(1, 6, 2));
  }

  private VirtualGroup group(Path directory, Map<NodeId, Learner> clients) {
    return group(directory, clients, CoordinatedGroup.spec().federation(), new FedAvg());
  }

  private VirtualGroup group(
      Path directory, Map<NodeId, Learner> clients, FederationSpec federation, Aggregator rule) {
    return group(directory, clients, federation, rule, 1);
  }

  private VirtualGroup group(
      Path directory,
      Map<NodeId, Learner> clients,
      FederationSpec federation,
      Aggregator rule,
      int workers) {
    GroupSpec plain = CoordinatedGroup.spec();
    return new VirtualGroup(
        new VirtualGroup.Setting(
            CoordinatedGroup.GROUP,
            new GroupSpec(plain.task(), plain.model(), plain.training(), federation),
            rule,
            new Opening.Drawn(CoordinatedGroup.payload(9, -9).model()),
            clients,
            BlobStore.open(directory.resolve("blobs"), new BlobLimits(1 << 20, 1 << 26)),
            new RoundJournal(directory),
            directory,
            new ManualClock(),
            (manifest, outcome) -> outcomes.add(outcome),
            workers));
  }
}
