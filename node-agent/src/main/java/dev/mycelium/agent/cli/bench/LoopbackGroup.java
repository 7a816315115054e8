package dev.mycelium.agent.cli.bench;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.Heads;
import dev.mycelium.agent.round.Membership;
import dev.mycelium.agent.round.Opening;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.transport.AgentResources;
import dev.mycelium.agent.transport.AgentServer;
import dev.mycelium.agent.transport.HttpCoordination;
import dev.mycelium.agent.transport.Peer;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A coordinator behind its real server, and members that reach it through the real client, all in
 * one process on one machine. Only the registry is missing: a head is committed as soon as it is
 * proposed.
 */
final class LoopbackGroup implements AutoCloseable {
  private static final GroupId GROUP = new GroupId("bench");
  private static final NodeId SELF = new NodeId("coordinator");
  private static final BlobLimits LIMITS = new BlobLimits(1L << 30, 1L << 34);

  private final AtomicLong versions = new AtomicLong();
  private final Coordinator coordinator;
  private final AgentServer server;
  private final List<LoopbackMember> members;

  LoopbackGroup(Path folder, int numbers) {
    BlobStore blobs = BlobStore.open(folder.resolve("coordinator"), LIMITS);
    RoundJournal journal = new RoundJournal(folder.resolve("journal"));
    coordinator = new Coordinator(term(blobs, journal, numbers));
    server = new AgentServer("127.0.0.1", 0, resources(blobs, journal));
    server.start();
    members =
        IntStream.range(0, SomeNumbers.MEMBERS)
            .mapToObj(member -> member(folder, member, numbers))
            .toList();
    coordinator.desk().update(new Membership(1, ids()));
    coordinator.start();
  }

  private AgentResources resources(BlobStore blobs, RoundJournal journal) {
    return new AgentResources(
        blobs,
        journal,
        () -> Optional.of(coordinator),
        coordinator.desk()::offers,
        () -> "bench",
        nonce -> new DialBack(SELF, nonce));
  }

  private LoopbackMember member(Path folder, int member, int numbers) {
    BlobStore blobs = BlobStore.open(folder.resolve("member-" + member), LIMITS);
    HttpCoordination way =
        new HttpCoordination(Peer.at("127.0.0.1:" + server.port()), GROUP, blobs);
    return new LoopbackMember(SomeNumbers.node(member), way, blobs, numbers);
  }

  private static List<NodeId> ids() {
    return IntStream.range(0, SomeNumbers.MEMBERS).mapToObj(SomeNumbers::node).toList();
  }

  /** Of the spec only training and federation matter: the model is the opening's. */
  private Coordinator.Term term(BlobStore blobs, RoundJournal journal, int numbers) {
    SomeNumbers model = SomeNumbers.of(numbers, 0.1, 0);
    int all = SomeNumbers.MEMBERS;
    Duration timeout = Duration.ofMinutes(5);
    return new Coordinator.Term(
        SELF,
        GROUP,
        1,
        new GroupSpec(
            new TaskSpec(TaskKind.CLASSIFICATION, List.of(1), List.of("a", "b"), "accuracy", null),
            new ModelSpec.Linear(),
            new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 1, 1, 1),
            new FederationSpec(new StrategySpec.FedAvg(), null, 1.0, 0.0, all, all, timeout)),
        null,
        new Opening.Drawn(model),
        new FedAvg(),
        blobs,
        journal,
        this::commit,
        (manifest, outcome) -> {},
        Clock.systemUTC());
  }

  private Heads.Commit commit(HeadProposal proposal) {
    return new Heads.Commit.Committed(
        new Head(
            versions.getAndIncrement(),
            proposal.parentSha(),
            proposal.sha(),
            proposal.epoch(),
            proposal.round()));
  }

  /** Nanoseconds from when all have their updates until all hold the head that came of them. */
  long round() {
    AtomicLong begun = new AtomicLong();
    CyclicBarrier ready = new CyclicBarrier(members.size(), () -> begun.set(System.nanoTime()));
    Together.all(members.stream().<Runnable>map(member -> () -> member.round(ready)).toList());
    return System.nanoTime() - begun.get();
  }

  @Override
  public void close() {
    coordinator.close();
    members.forEach(LoopbackMember::close);
    server.close();
  }
}
