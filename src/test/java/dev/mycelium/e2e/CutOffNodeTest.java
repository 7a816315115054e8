package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.Directory.BeatResult;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.Directory.PublishResult;
import dev.mycelium.agent.directory.HeartbeatLoop;
import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.e2e.SilentProxy.Direction;
import dev.mycelium.registry.ManualClock;
import dev.mycelium.registry.RunningRegistry;
import dev.mycelium.registry.node.Sweeps;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A coordinator that the registry does not hear, while the registry and another member go on. */
class CutOffNodeTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LEASE = INTERVAL.multipliedBy(3);
  private static final NodeId CUT_OFF = new NodeId("cut-off");
  private static final NodeId OTHER = new NodeId("other");

  private final ManualClock clock = new ManualClock();
  private final Heard heard = new Heard();

  static Stream<Set<Direction>> silences() {
    return Stream.of(EnumSet.allOf(Direction.class), EnumSet.of(Direction.TO_REGISTRY));
  }

  @ParameterizedTest
  @MethodSource("silences")
  void isGivenUpInTimeAndLearnsThatItWasReplaced(Set<Direction> silence) throws Exception {
    try (RunningRegistry registry = RunningRegistry.on(RunningRegistry.temporaryFile(), clock);
        SilentProxy way = new SilentProxy(URI.create(registry.url()))) {
      Directory there = new HttpDirectory(URI.create(registry.url()));
      Directory here = new HttpDirectory(way.uri());
      GroupId group = group(there);
      enter(here, CUT_OFF, group);
      try (HeartbeatLoop loop = new HeartbeatLoop(CUT_OFF, here, heard, backoff())) {
        loop.start();
        Deadline.await("a term").until(() -> epoch(heard.last(), CUT_OFF) == 1);
        enter(there, OTHER, group);

        way.silence(silence);
        Deadline.await("a heartbeat in vain").until(() -> way.held() > 0);
        clock.advance(LEASE.minusMillis(1));
        HeartbeatReply inTime = beat(there);
        Sweeps.sweep(registry);
        assertThat(status(there)).isEqualTo(NodeStatus.SUSPECT);
        assertThat(inTime.coordinator()).isNotNull();
        clock.advance(Duration.ofMillis(1));
        Sweeps.sweep(registry);
        assertThat(status(there)).isEqualTo(NodeStatus.OFFLINE);
        assertThat(epoch(beat(there), OTHER)).isEqualTo(2);

        way.heal();
        Deadline.await("the news").until(() -> heard.last().groupId() == null);
        assertThat(heard.last().status()).isEqualTo(NodeStatus.ONLINE);
        assertThat(status(there)).isEqualTo(NodeStatus.ONLINE);
        assertThat(here.publish(group, new HeadProposal(CUT_OFF, null, SHA, 1, 0)))
            .isInstanceOfSatisfying(
                PublishResult.Stale.class,
                stale -> assertThat(stale.problem().is(ProblemType.STALE_EPOCH)).isTrue());
      }
    }
  }

  private static final Sha256 SHA = new Sha256("a".repeat(64));

  private static Backoff backoff() {
    return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), new SplittableRandom(1));
  }

  private static GroupId group(Directory directory) {
    return ((FoundResult.Founded)
            directory.found(new GroupCreation("m", "d", null, 3, null, null, null, null)))
        .group();
  }

  private static void enter(Directory directory, NodeId node, GroupId group) {
    directory.register(
        new NodeRegistration("127.0.0.1:1", node, null, null, null, true, INTERVAL, 1));
    directory.join(new JoinRequest(node, group, null, null));
  }

  private static HeartbeatReply beat(Directory directory) {
    Heartbeat offering = new Heartbeat(null, null, null, null, true, INTERVAL);
    return ((BeatResult.Renewed) directory.beat(OTHER, offering)).reply();
  }

  private static NodeStatus status(Directory directory) {
    return directory.nodes().stream()
        .filter(node -> node.nodeId().equals(CUT_OFF))
        .findFirst()
        .orElseThrow()
        .status();
  }

  /** The epoch in which {@code node} coordinates; 0 if it does not. */
  private static long epoch(HeartbeatReply reply, NodeId node) {
    Coordinator coordinator = reply.coordinator();
    return coordinator != null && coordinator.nodeId().equals(node) ? coordinator.epoch() : 0;
  }

  private static final class Heard implements HeartbeatLoop.Pulse {
    private static final HeartbeatReply NOTHING =
        new HeartbeatReply(NodeStatus.OFFLINE, INTERVAL, LEASE, null, null, null, null, null);

    final List<HeartbeatReply> replies = new CopyOnWriteArrayList<>();

    HeartbeatReply last() {
      return replies.isEmpty() ? NOTHING : replies.get(replies.size() - 1);
    }

    @Override
    public Heartbeat heartbeat() {
      return new Heartbeat(null, null, null, null, true, INTERVAL);
    }

    @Override
    public void answered(HeartbeatReply reply) {
      replies.add(reply);
    }

    @Override
    public void forgotten() {}
  }
}
