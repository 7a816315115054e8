package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.node.Sweeps;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there after a restart, and nobody is blamed for the pause. */
@OnEveryDatabase
class RestartTest {
  private static final Duration LEASE = Duration.ofSeconds(90);

  private final Database database;
  private final ManualClock clock = new ManualClock();

  RestartTest(Engine engine) {
    database = engine.empty();
  }

  /** Three starts of one database: the second after most of a day, the third in the past. */
  @Test
  void remembersEverythingAndGrantsOneLeaseOfGraceWhateverTheClockSaysThen() {
    String group;
    String node;
    GroupView before;
    Reply founded;
    try (RunningRegistry registry = RunningRegistry.on(database, clock)) {
      Story story = new Story(registry);
      group = story.group(3);
      node = coordinatorOf(group, story);
      before = story.view(group);
      founded = found(registry);
    }

    clock.advance(Duration.ofHours(23));
    String late;
    try (RunningRegistry registry = RunningRegistry.on(database, clock)) {
      assertThat(registry.get("/groups/" + group).as(GroupView.class))
          .usingRecursiveComparison()
          .ignoringFields("headHolders")
          .isEqualTo(before);
      assertThat(found(registry)).as("the same key within a day").isEqualTo(founded);
      expiresAfterOneLease(registry, node);
      late = new Story(registry).node();
    }

    clock.advance(Duration.ofHours(-1));
    try (RunningRegistry registry = RunningRegistry.on(database, clock)) {
      clock.advance(LEASE);
      Sweeps.sweep(registry);
      assertThat(status(registry, late)).isEqualTo(NodeStatus.OFFLINE);
    }
  }

  /** A member that committed and scored the group's first head. */
  private static String coordinatorOf(String group, Story story) {
    String node = story.memberOf(group);
    story.offer(node, null);
    story.commit(group, new Story.Candidate(node, null, Story.sha("0"), 1));
    story.score(node, 0.5, 10, 0);
    return node;
  }

  private void expiresAfterOneLease(RunningRegistry registry, String node) {
    clock.advance(LEASE.minusMillis(1));
    Sweeps.sweep(registry);
    assertThat(status(registry, node)).isEqualTo(NodeStatus.SUSPECT);
    clock.advance(Duration.ofMillis(1));
    Sweeps.sweep(registry);
    assertThat(status(registry, node)).isEqualTo(NodeStatus.OFFLINE);
    assertThat(registry.events(node))
        .containsExactly(
            "node_registered",
            "node_joined",
            "coordinator_granted",
            "head_committed",
            "node_expired",
            "coordinator_vacated",
            "node_left_group");
  }

  /** The same request under the same key. */
  private static Reply found(RunningRegistry registry) {
    return registry.send(
        HttpRequest.newBuilder(URI.create(registry.url() + "/groups"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "before and after the restart")
            .POST(BodyPublishers.ofString("{\"model_type\": \"mlp\", \"dataset_name\": \"d\"}"))
            .build());
  }

  private static NodeStatus status(RunningRegistry registry, String node) {
    return registry.get("/nodes/" + node).as(NodeView.class).status();
  }
}
