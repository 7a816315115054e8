package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.node.Whereabouts.Place;
import dev.mycelium.time.Threads;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {
  private static final GroupId OLD = new GroupId("old");
  private static final GroupId NEW = new GroupId("new");
  private static final Coordinator LEADER = new Coordinator(new NodeId("node-1"), "h:1", 1);

  private final AtomicInteger changes = new AtomicInteger();
  private final Whereabouts whereabouts =
      new Whereabouts(changes::incrementAndGet, Threads.ofJvm());

  @Test
  void ignoresTheAnswerToABeatThatWasSentBeforeAMove() {
    long before = whereabouts.moves();

    whereabouts.joined(NEW);
    whereabouts.told(reply(OLD), before);

    assertThat(whereabouts.now()).isEqualTo(new Place(NEW, null, null));
  }

  @Test
  void believesTheAnswerToABeatThatWasSentAfterAMove() {
    whereabouts.joined(OLD);

    whereabouts.told(reply(NEW), whereabouts.moves());

    assertThat(whereabouts.now()).isEqualTo(new Place(NEW, LEADER, null));
  }

  @Test
  void tellsOfChangesOnly() {
    whereabouts.joined(NEW);
    whereabouts.told(reply(NEW), whereabouts.moves());
    whereabouts.told(reply(NEW), whereabouts.moves());
    whereabouts.joined(NEW);
    whereabouts.stop();
    whereabouts.stop();

    assertThat(changes).hasValue(3);
  }

  @Test
  void waitsNoLongerOnceStopped() {
    whereabouts.stop();

    assertThat(whereabouts.await(place -> false, Duration.ofHours(1)))
        .isEqualTo(new Place(null, null, null));
  }

  private static HeartbeatReply reply(GroupId group) {
    return new HeartbeatReply(
        NodeStatus.ONLINE, Duration.ZERO, Duration.ZERO, group, 1L, LEADER, null, null);
  }
}
