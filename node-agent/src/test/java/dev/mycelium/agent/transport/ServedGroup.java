package dev.mycelium.agent.transport;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.node.AgentStatus;
import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.Heads;
import dev.mycelium.agent.round.Membership;
import dev.mycelium.agent.round.Opening;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A coordinator, node a, behind a real server on a free port; node b is its other member. */
final class ServedGroup implements AutoCloseable {
  static final GroupId GROUP = new GroupId("group-1");
  static final NodeId A = new NodeId("node-a");
  static final NodeId B = new NodeId("node-b");
  static final BlobLimits LIMITS = new BlobLimits(1 << 24, 1 << 28);
  private static final int NUMBERS = 50_000;
  private static final TensorLayout LAYOUT = TensorLayout.of(TensorSpec.of("w", NUMBERS));

  final BlobStore blobs;
  final PayloadBlobs payloads;
  final AgentResources resources;
  final AgentServer server;
  final Coordinator coordinator;

  /**
   * @param newest the group's head at the registry, whose blob may be anywhere
   */
  ServedGroup(Path state, @Nullable Head newest) {
    blobs = BlobStore.open(state.resolve("blobs"), LIMITS);
    payloads = new PayloadBlobs(blobs);
    RoundJournal journal = new RoundJournal(state);
    coordinator = new Coordinator(term(newest, journal));
    coordinator.desk().update(new Membership(1, List.of(A, B)));
    coordinator.start();
    resources =
        new AgentResources(
            blobs,
            journal,
            () -> Optional.of(coordinator),
            coordinator.desk()::offers,
            ServedGroup::status,
            nonce -> new DialBack(new NodeId("n"), "of " + nonce));
    server = new AgentServer("127.0.0.1", 0, resources);
    server.start();
  }

  private static AgentStatus status() {
    return new AgentStatus(
        "starting",
        null,
        null,
        new AgentStatus.Disk(0, 1, 2),
        List.of(new Circuit("registry").state()));
  }

  private Coordinator.Term term(@Nullable Head newest, RoundJournal journal) {
    Heads heads = proposal -> new Heads.Commit.Committed(head(proposal, newest));
    return new Coordinator.Term(
        A,
        GROUP,
        1,
        new GroupSpec(
            QuadraticLearner.task(2),
            new ModelSpec.Linear(),
            new TrainingSpec(new OptimizerSpec.Sgd(0.5, 0), 1, 1, 7),
            FederationSpec.defaults()),
        newest,
        new Opening.Drawn(payload(0).model()),
        new FedAvg(),
        blobs,
        journal,
        heads,
        (manifest, outcome) -> {},
        Clock.systemUTC());
  }

  private static Head head(HeadProposal proposal, @Nullable Head newest) {
    long version = proposal.parentSha() == null ? 0 : newest == null ? 1 : newest.version() + 1;
    return new Head(
        version, proposal.parentSha(), proposal.sha(), proposal.epoch(), proposal.round());
  }

  static Payload payload(float first) {
    float[] values = new float[NUMBERS];
    values[0] = first;
    return Payload.ofModel(Tensors.of(LAYOUT, values));
  }

  String address() {
    return "127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    coordinator.close();
    server.close();
  }
}
