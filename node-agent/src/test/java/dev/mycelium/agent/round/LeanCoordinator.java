package dev.mycelium.agent.round;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.Strategies;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.RobustSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A process that coordinates one round of each strategy it is told, with {@link #MEMBERS} updates
 * of {@link #NUMBERS} numbers that never lie in its memory: {@code DIRECTORY STRATEGY...}. Prints
 * how each round ended.
 */
final class LeanCoordinator {
  static final int NUMBERS = 2_500_000;
  static final int MEMBERS = 6;
  private static final TensorLayout LAYOUT = TensorLayout.of(TensorSpec.of("w", NUMBERS));
  private static final Map<String, StrategySpec> STRATEGIES =
      Map.of(
          "fedavg", new StrategySpec.FedAvg(),
          "fedadam", new StrategySpec.FedAdam(0.1, 0.9, 0.99, 1e-3),
          "clipped-krum", new StrategySpec.Clipped(1, new RobustSpec.MultiKrum(1, 3)));

  private final StrategySpec strategy;
  private final Aggregator rule;
  private final BlobStore blobs;
  private final PayloadBlobs payloads;
  private final CompletableFuture<RoundOutcome> ended = new CompletableFuture<>();
  private final Coordinator coordinator;

  private LeanCoordinator(Path directory, String name) {
    strategy = Objects.requireNonNull(STRATEGIES.get(name), name);
    rule = new Strategies(plugin -> null).aggregator(strategy);
    blobs = BlobStore.open(directory.resolve("blobs"), new BlobLimits(1L << 30, 1L << 32));
    payloads = new PayloadBlobs(blobs);
    FileHeads heads = new FileHeads(directory.resolve("heads"));
    coordinator =
        new Coordinator(
            new Coordinator.Term(
                node(0),
                CoordinatedGroup.GROUP,
                heads.grant(node(0)),
                spec(),
                null,
                new Opening.Drawn(new Sawtooth(0)),
                rule,
                blobs,
                new RoundJournal(directory),
                heads,
                (manifest, outcome) -> ended.complete(outcome),
                Clock.systemUTC()));
  }

  public static void main(String[] arguments) throws Exception {
    for (String name : List.of(arguments).subList(1, arguments.length)) {
      Path directory = Path.of(arguments[0]).resolve(name);
      RoundOutcome outcome = new LeanCoordinator(directory, name).run();
      System.out.println(name + ": " + outcome.getClass().getSimpleName());
    }
  }

  private GroupSpec spec() {
    return new GroupSpec(
        QuadraticLearner.task(2),
        new ModelSpec.Linear(),
        new TrainingSpec(new OptimizerSpec.Sgd(0.5, 0), 1, 1, 7),
        new FederationSpec(strategy, 1, 1.0, 1.0, MEMBERS, MEMBERS, Duration.ofMinutes(2)));
  }

  private RoundOutcome run() throws Exception {
    List<NodeId> members = IntStream.range(0, MEMBERS).mapToObj(LeanCoordinator::node).toList();
    coordinator.desk().update(new Membership(1, members));
    coordinator.start();
    RoundManifest manifest = Objects.requireNonNull(ask(members.get(0), 0, null).manifest());
    for (NodeId member : members) {
      Receipt receipt = coordinator.submit(submission(manifest, member));
      if (!(receipt instanceof Receipt.Accepted)) {
        throw new IllegalStateException(receipt.toString());
      }
    }
    Head candidate = awaitCandidate(members.get(1), manifest.head());
    ask(members.get(1), Long.MAX_VALUE, candidate.sha());
    ask(members.get(2), Long.MAX_VALUE, candidate.sha());
    RoundOutcome outcome = ended.get(1, TimeUnit.MINUTES);
    coordinator.close();
    return outcome;
  }

  private dev.mycelium.wire.round.RoundStatus ask(NodeId node, long after, Sha256 held) {
    Poll poll = new Poll(node, after, held, 0, true);
    return coordinator.desk().poll(poll, Duration.ofMinutes(1)).orElseThrow();
  }

  private Head awaitCandidate(NodeId node, Head parent) {
    return Objects.requireNonNull(ask(node, Long.MAX_VALUE, parent.sha()).candidate());
  }

  private Submission submission(RoundManifest manifest, NodeId member) {
    Map<String, TensorValues> sections = new HashMap<>();
    TensorValues change = new Sawtooth(1 + member.value().hashCode() % 97);
    sections.put("model", change);
    rule.answers().forEach(name -> sections.put(name, change));
    PayloadBlobs.Put put = payloads.putFinite(PayloadValues.of(sections));
    Sha256 sha = ((PayloadBlobs.Put.Stored) put).sha();
    return new Submission(member, manifest.round(), manifest.epoch(), sha, 1, 0.5, 1);
  }

  private static NodeId node(int member) {
    return new NodeId("member-" + member);
  }

  /** Numbers that repeat, computed as they are read. */
  private record Sawtooth(int shift) implements TensorValues {

    @Override
    public TensorLayout layout() {
      return LAYOUT;
    }

    @Override
    public void read(int from, float[] target, int at, int count) {
      for (int i = 0; i < count; i++) {
        target[at + i] = ((from + i + shift) & 1023) * 1e-6f;
      }
    }
  }
}
