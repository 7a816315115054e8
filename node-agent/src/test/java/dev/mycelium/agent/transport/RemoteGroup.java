package dev.mycelium.agent.transport;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.round.ChainedHeads;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.ManualClock;
import dev.mycelium.agent.round.Membership;
import dev.mycelium.agent.round.Opening;
import dev.mycelium.agent.round.Phase;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.round.RoundListener;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * A coordinator's term behind a real server, under a clock that the test moves, and members that
 * train, each on a disk of its own and through a {@link TcpProxy} of its own. The coordinator has
 * no data.
 */
final class RemoteGroup implements AutoCloseable {
  static final GroupId GROUP = new GroupId("group-1");
  static final NodeId COORDINATOR = new NodeId("coordinator");
  static final int NUMBERS = 25_000;
  static final int BYTES = 4 * NUMBERS;
  static final Duration ROUND_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final TensorLayout LAYOUT = TensorLayout.of(TensorSpec.of("w", NUMBERS));

  final ManualClock clock = new ManualClock();
  final ChainedHeads heads;
  final BlobStore blobs;
  final RoundJournal journal;
  final Coordinator coordinator;
  final AgentServer server;
  final List<RoundOutcome> outcomes = new CopyOnWriteArrayList<>();
  final List<Duration> durations = new CopyOnWriteArrayList<>();
  private final Map<NodeId, RemoteMember> members = new TreeMap<>();
  private final Path folder;

  /**
   * How the group works.
   *
   * @param self who coordinates
   * @param most bytes of the coordinator's disk
   * @param reached told of each phase on the coordinator's own thread
   */
  record Way(NodeId self, int rounds, long most, BiConsumer<RoundManifest, Phase> reached) {
    static Way ofRounds(int rounds) {
      return new Way(COORDINATOR, rounds, 1 << 28, (manifest, phase) -> {});
    }

    Way by(NodeId another) {
      return new Way(another, rounds, most, reached);
    }

    Way on(long bytes) {
      return new Way(self, rounds, bytes, reached);
    }

    Way telling(BiConsumer<RoundManifest, Phase> listener) {
      return new Way(self, rounds, most, listener);
    }
  }

  RemoteGroup(Path folder, ChainedHeads heads, long epoch, Way way, NodeId... members) {
    this.folder = folder;
    this.heads = heads;
    blobs = BlobStore.open(folder.resolve("blobs"), new BlobLimits(1 << 24, way.most()));
    journal = new RoundJournal(folder);
    coordinator = new Coordinator(term(epoch, way));
    coordinator.desk().update(new Membership(1, List.of(members)));
    server =
        new AgentServer(
            "127.0.0.1",
            0,
            new AgentResources(
                blobs,
                journal,
                () -> Optional.of(coordinator),
                coordinator.desk()::offers,
                () -> "unused",
                nonce -> new DialBack(COORDINATOR, nonce)));
    server.start();
    coordinator.start();
  }

  /** A new group whose members have not begun. */
  static RemoteGroup of(Path folder, Way way, NodeId... members) throws IOException {
    ChainedHeads heads = new ChainedHeads();
    RemoteGroup group = new RemoteGroup(folder, heads, heads.grant(COORDINATOR), way, members);
    for (NodeId member : members) {
      var unused = group.join(member);
    }
    return group;
  }

  void start(NodeId... some) {
    for (NodeId node : some) {
      member(node).start();
    }
  }

  private Coordinator.Term term(long epoch, Way way) {
    return new Coordinator.Term(
        way.self(),
        GROUP,
        epoch,
        new GroupSpec(
            QuadraticLearner.task(2),
            new ModelSpec.Linear(),
            new TrainingSpec(new OptimizerSpec.Sgd(0.5, 0), 1, 1, 7),
            new FederationSpec(
                new StrategySpec.FedAvg(), way.rounds(), 1.0, 1.0, 2, 2, ROUND_TIMEOUT)),
        heads.head(),
        new Opening.Drawn(payload(0).model()),
        new FedAvg(),
        blobs,
        journal,
        heads,
        new Listener(way.reached()),
        clock);
  }

  private final class Listener implements RoundListener {
    private final BiConsumer<RoundManifest, Phase> told;

    Listener(BiConsumer<RoundManifest, Phase> told) {
      this.told = told;
    }

    @Override
    public void ended(RoundManifest manifest, RoundOutcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void reported(RoundManifest manifest, RoundReport report, Duration took) {
      durations.add(took);
    }

    @Override
    public void reached(RoundManifest manifest, Phase phase) {
      told.accept(manifest, phase);
    }
  }

  static Payload payload(float each) {
    float[] values = new float[NUMBERS];
    Arrays.fill(values, each);
    return Payload.ofModel(Tensors.of(LAYOUT, values));
  }

  /** A member that has not begun, on the disk that one of its name may have left. */
  RemoteMember join(NodeId node) throws IOException {
    RemoteMember before = members.get(node);
    if (before != null) {
      before.close();
    }
    float[] optimum = new float[NUMBERS];
    Arrays.fill(optimum, node.value().hashCode() % 10);
    QuadraticLearner learner = new QuadraticLearner(node.value().length() - 5, optimum);
    Path disk = folder.resolve("members").resolve(node.value());
    RemoteMember joined = new RemoteMember(learner, disk, server.port(), heads::head);
    members.put(node, joined);
    return joined;
  }

  RemoteMember member(NodeId node) {
    return requireNonNull(members.get(node), "member");
  }

  TcpProxy way(NodeId node) {
    return member(node).way();
  }

  List<TcpProxy> ways() {
    return members.values().stream().map(RemoteMember::way).toList();
  }

  long version() {
    var head = heads.head();
    return head == null ? -1 : head.version();
  }

  void awaitVersion(long version) {
    await().atMost(SOON).until(() -> version() >= version);
  }

  /** A head is committed a moment before its round is told to be over. */
  void awaitCompleted(int rounds) {
    await().atMost(SOON).until(() -> completed().size() >= rounds);
  }

  /** Rounds that made a head. */
  List<RoundOutcome.Completed> completed() {
    List<RoundOutcome.Completed> completed = new ArrayList<>();
    for (RoundOutcome outcome : outcomes) {
      if (outcome instanceof RoundOutcome.Completed each) {
        completed.add(each);
      }
    }
    return completed;
  }

  /** The deadline of whatever is awaited passes. */
  void passDeadline() {
    clock.advance(ROUND_TIMEOUT);
    coordinator.desk().uploaded();
  }

  Duration timeoutAndASecond() {
    return ROUND_TIMEOUT.plusSeconds(1);
  }

  /** What went wrong in members beyond lost calls. */
  List<RuntimeException> troubles() {
    return members.values().stream().flatMap(member -> member.troubles().stream()).toList();
  }

  String address() {
    return "127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    members.values().forEach(RemoteMember::close);
    coordinator.close();
    server.close();
  }
}
