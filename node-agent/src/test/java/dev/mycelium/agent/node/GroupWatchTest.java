package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.Directory.PublishResult;
import dev.mycelium.agent.directory.HeartbeatLoop;
import dev.mycelium.agent.directory.InMemoryDirectory;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.agent.migration.MigrationDecision;
import dev.mycelium.agent.migration.MigrationDecision.Move;
import dev.mycelium.agent.migration.MigrationDecision.Stay;
import dev.mycelium.agent.migration.SelectionView;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.Heads.Commit;
import dev.mycelium.agent.round.Membership;
import dev.mycelium.agent.round.Opening;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.Receipt;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.time.Threads;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with a score in one group whose selector sends it to the other. */
class GroupWatchTest {
  private static final NodeId SELF = new NodeId("node-a");
  private static final Sha256 BLOB = new Sha256("a".repeat(64));
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path state;
  private final InMemoryDirectory directory = new InMemoryDirectory();
  private final GroupId old = found(5);
  private final AtomicReference<Heartbeat> saidAtTheMove = new AtomicReference<>();
  private final AtomicInteger decisions = new AtomicInteger();
  private Vitals vitals;
  private NodeContext node;

  @BeforeEach
  void liveInTheOldGroup() {
    NodeRegistration registration =
        new NodeRegistration("127.0.0.1:1", SELF, null, null, null, true, null, 1);
    directory.register(registration);
    directory.join(new JoinRequest(SELF, old, null, Map.of()));
    vitals = new Vitals(registration);
    node = context(registration);
    node.relay().entered(old);
    node.whereabouts().joined(old);
    vitals.works(1, 1);
    vitals.holds(BLOB);
    vitals.scored(new Head(1, BLOB, BLOB, 1, 1), new Evaluation(0.9, 0.1, 10));
  }

  @Test
  void saysNothingOfTheOldGroupOnceItIsInTheNewOne() {
    GroupId better = found(5);
    directory.onJoin(() -> saidAtTheMove.set(vitals.heartbeat()));
    Heartbeat before = vitals.heartbeat();

    watchUntil(() -> better.equals(node.whereabouts().now().group()));

    assertThat(before).extracting(Heartbeat::score, Heartbeat::holds).doesNotContainNull();
    assertThat(saidAtTheMove.get())
        .extracting(Heartbeat::score, Heartbeat::holds, Heartbeat::round, Heartbeat::epoch)
        .containsOnlyNulls();
  }

  @Test
  void belongsToTheOldGroupWhenTheNewOneRefuses() {
    GroupId full = found(1);
    NodeId other = new NodeId("node-b");
    directory.register(new NodeRegistration("127.0.0.1:2", other, null, null, null, true, null, 1));
    directory.join(new JoinRequest(other, full, null, Map.of()));

    watchUntil(() -> vitals.heartbeat().score() == null && node.relay().isIn(old));

    assertThat(node.whereabouts().now().group()).isEqualTo(old);
    assertThat(directory.groupOf(SELF)).contains(old);
  }

  @Test
  void staysUntilAnotherMemberHoldsTheHead() {
    NodeId stays = new NodeId("node-b");
    directory.register(new NodeRegistration("127.0.0.1:2", stays, null, null, null, true, null, 1));
    directory.join(new JoinRequest(stays, old, null, Map.of()));
    Sha256 head = node.parts().blobs().put(new ByteArrayInputStream(new byte[] {1}));
    directory.beat(SELF, new Heartbeat(null, null, null, null, true, null));
    long epoch = directory.group(old).orElseThrow().coordinator().epoch();
    assertThat(directory.publish(old, new HeadProposal(SELF, null, head, epoch, 0)))
        .isInstanceOf(PublishResult.Committed.class);
    GroupId better = found(5);
    decisions.set(0);

    watchUntil(() -> decisions.get() >= 3);
    assertThat(directory.groupOf(SELF)).contains(old);
    directory.beat(stays, new Heartbeat(1L, 1L, null, head, null, null));

    watchUntil(() -> better.equals(node.whereabouts().now().group()));
    assertThat(directory.groupOf(SELF)).contains(better);
  }

  @Test
  void staysWhileWhatItCoordinatesIsNotCommitted() {
    GroupId better = found(5);
    try (Coordinator ahead = trainedOnWithoutTheRegistry()) {
      node.presence().began(ahead);
      decisions.set(0);

      watchUntil(() -> decisions.get() >= 3);

      assertThat(directory.groupOf(SELF)).contains(old);
      assertThat(ahead.desk().isAhead()).isTrue();
      node.presence().ended();
    }
    watchUntil(() -> better.equals(node.whereabouts().now().group()));
  }

  /** A term of this node alone, whose first round ended while nobody took its head. */
  private Coordinator trainedOnWithoutTheRegistry() {
    Payload first =
        Payload.ofModel(Network.of(RunningNode.SPEC.model(), RunningNode.SPEC.task()).initial(1));
    AtomicReference<RoundOutcome> end = new AtomicReference<>();
    Coordinator coordinator = new Coordinator(term(first, end));
    coordinator.desk().update(new Membership(1, List.of(SELF)));
    coordinator.start();
    Poll poll = new Poll(SELF, 0, null, Long.MAX_VALUE, true);
    long round =
        Stream.generate(() -> coordinator.desk().poll(poll, SOON).orElseThrow().manifest())
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow()
            .round();
    Sha256 update = new PayloadBlobs(node.parts().blobs()).put(first);
    Receipt receipt = coordinator.submit(new Submission(SELF, round, 1, update, 10, 0.5, 1));
    assertThat(receipt).isEqualTo(new Receipt.Accepted());
    Awaitility.await().atMost(SOON).until(() -> end.get() != null);
    assertThat(end.get()).isInstanceOf(RoundOutcome.Provisional.class);
    return coordinator;
  }

  private Coordinator.Term term(Payload first, AtomicReference<RoundOutcome> end) {
    return new Coordinator.Term(
        SELF,
        old,
        1,
        RunningNode.SPEC,
        null,
        new Opening.Drawn(first.model()),
        new FedAvg(),
        node.parts().blobs(),
        node.parts().journal(),
        proposal ->
            proposal.parentSha() == null
                ? new Commit.Committed(new Head(0, null, proposal.sha(), 1, 0))
                : new Commit.Away("nobody answers"),
        (manifest, outcome) -> end.set(outcome),
        node.parts().clock());
  }

  private void watchUntil(Callable<Boolean> condition) {
    try (GroupWatch watch = new GroupWatch(node, vitals)) {
      watch.start();
      Awaitility.await().atMost(SOON).until(condition);
    }
  }

  private GroupId found(int capacity) {
    GroupCreation creation =
        new GroupCreation("linear", "points", null, capacity, null, RunningNode.SPEC, false, null);
    return ((FoundResult.Founded) directory.found(creation)).group();
  }

  private MigrationDecision sendAway(SelectionView view) {
    decisions.incrementAndGet();
    GroupId last = view.groups().get(view.groups().size() - 1).groupId();
    return view.current().equals(old)
        ? new Move(last, "told to", Map.of())
        : new Stay("has moved", Map.of());
  }

  private NodeContext context(NodeRegistration registration) {
    NodeProfile profile =
        new NodeProfile(
            registration,
            new Candidates(RunningNode.SPEC.task(), "points", null),
            RunningNode.FOUNDING,
            null,
            null,
            Duration.ofMillis(10),
            null,
            true);
    Whereabouts whereabouts = new Whereabouts(() -> {}, Threads.ofJvm());
    Presence presence = new Presence(registration, directory, vitals, whereabouts);
    HeartbeatLoop heartbeat = new HeartbeatLoop(SELF, directory, presence, backoff());
    RoundRelay relay =
        new RoundRelay(
            profile,
            vitals,
            new NodeListener() {},
            new RoundReports(new NodeId("self"), directory::tell, Threads.ofJvm()),
            heartbeat::beatNow,
            () -> {});
    return new NodeContext(
        profile, parts(), whereabouts, presence, heartbeat, relay, new LeaderCircuit());
  }

  private NodeParts parts() {
    return new NodeParts(
        directory,
        spec -> new QuadraticLearner(1, 1, 1),
        strategy -> new FedAvg(),
        this::sendAway,
        state,
        BlobStore.open(state.resolve("blobs"), new BlobLimits(1 << 20, 1 << 24)),
        new RoundJournal(state),
        new LastGroup(state),
        new NodeListener() {},
        Clock.systemUTC(),
        new SplittableRandom(1));
  }

  private static Backoff backoff() {
    return new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new SplittableRandom(1));
  }
}
