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

  @Test
  void remembersEverythingAndGrantsOneLeaseOfGrace() {
    String group;
    String node;
    String late;
    GroupView before;
    Reply founded;
    try (RunningRegistry registry = RunningRegistry.on(database, clock)) {
      Story story = new Story(registry);
      group = story.group(3);
      node = story.memberOf(group);
      story.offer(node, null);
      story.commit(group, new Story.Candidate(node, null, Story.sha("0"), 1));
      story.score(node, 0.5, 10, 0);
      before = story.view(group);
      founded = found(registry);
    }

    clock.advance(Duration.ofHours(23));

    try (RunningRegistry registry = RunningRegistry.on(database, clock)) {
      assertThat(registry.get("/groups/" + group).as(GroupView.class))
          .usingRecursiveComparison()
          .ignoringFields("headHolders")
          .isEqualTo(before);
      assertThat(found(registry)).isEqualTo(founded);
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
      late = new Story(registry).node();
    }

    clock.advance(Duration.ofHours(-1));

    try (RunningRegistry registry = RunningRegistry.on(database, clock)) {
      clock.advance(LEASE);
      Sweeps.sweep(registry);
      assertThat(status(registry, late)).isEqualTo(NodeStatus.OFFLINE);
    }
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
