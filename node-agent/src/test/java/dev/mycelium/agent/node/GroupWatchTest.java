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
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.agent.migration.MigrationDecision;
import dev.mycelium.agent.migration.MigrationDecision.Move;
import dev.mycelium.agent.migration.MigrationDecision.Stay;
import dev.mycelium.agent.migration.SelectionView;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with a score in one group whose selector sends it to the other. */
class GroupWatchTest {
  private static final NodeId SELF = new NodeId("node-a");
  private static final Sha256 BLOB = new Sha256("a".repeat(64));

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

  private void watchUntil(Callable<Boolean> condition) {
    try (GroupWatch watch = new GroupWatch(node, vitals)) {
      watch.start();
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
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
    Whereabouts whereabouts = new Whereabouts(() -> {});
    Presence presence = new Presence(registration, directory, vitals, whereabouts);
    HeartbeatLoop heartbeat = new HeartbeatLoop(SELF, directory, presence, backoff());
    RoundRelay relay =
        new RoundRelay(
            profile,
            vitals,
            new NodeListener() {},
            new RoundReports(new NodeId("self"), directory::tell),
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
