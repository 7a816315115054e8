package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.node.NodeExpired;
import dev.mycelium.registry.node.Sweeps;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;

/** Silence ends a lease, exactly when it is over, and with it all that hung on it. */
@OnEveryDatabase
class ExpiryTest {
  private static final Duration LEASE = Duration.ofSeconds(90);

  private static ManualClock clock;
  private static RunningRegistry registry;
  private static Story story;

  ExpiryTest(Engine engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engine engine) {
    clock = new ManualClock();
    registry = RunningRegistry.on(engine.empty(), clock);
    story = new Story(registry);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    registry.close();
  }

  @Test
  void expiresNodeExactlyWhenItsLeaseIsOver() {
    String node = story.node();

    advance(LEASE.dividedBy(2).minusMillis(1));
    assertThat(view(node).status()).isEqualTo(NodeStatus.ONLINE);
    advance(Duration.ofMillis(1));
    assertThat(view(node).status()).isEqualTo(NodeStatus.SUSPECT);
    advance(LEASE.dividedBy(2).minusNanos(1000));
    assertThat(view(node).status()).isEqualTo(NodeStatus.SUSPECT);
    advance(Duration.ofNanos(1000));
    assertThat(view(node).status()).isEqualTo(NodeStatus.OFFLINE);
    assertThat(registry.events(node)).containsExactly("node_registered", "node_expired");
  }

  @Test
  void freesPlaceTermAndScoreOfAnExpiredNode() {
    String group = story.group(1);
    String node = story.memberOf(group);
    story.offer(node, null);
    story.score(node, 0.5, 10, 0);

    advance(LEASE);

    assertThat(story.view(group).memberCount()).isZero();
    assertThat(story.view(group).coordinator()).isNull();
    assertThat(story.view(group).condition().code()).isEqualTo("NO_MEMBERS");
    assertThat(story.view(group).standing().measured()).isNull();
    assertThat(view(node).currentGroupId()).isNull();
    assertThat(registry.events(node))
        .containsSubsequence("node_expired", "coordinator_vacated", "node_left_group");
    story.memberOf(group);
  }

  @Test
  void sparesANodeThatBeatsBetweenTheLookAndTheExpiry() {
    String node = story.node();
    clock.advance(LEASE);
    story.beat(node, "{}");

    Sweeps.expire(registry, node);

    assertThat(view(node).status()).isEqualTo(NodeStatus.ONLINE);
    assertThat(registry.events(node)).containsExactly("node_registered");
  }

  @Test
  void bringsAnExpiredNodeBackWithItsNextHeartbeat() {
    String group = story.group(1);
    String node = story.memberOf(group);
    advance(LEASE);

    HeartbeatReply reply = story.beat(node, "{}");

    assertThat(reply.status()).isEqualTo(NodeStatus.ONLINE);
    assertThat(reply.groupId()).isNull();
    assertThat(view(node).status()).isEqualTo(NodeStatus.ONLINE);
    assertThat(registry.events(node)).endsWith("node_online_again");
  }

  @Test
  void admitsAnExpiredNodeThatJoins() {
    String node = story.node();
    advance(LEASE);

    story.join(node, story.group(1));

    assertThat(view(node).status()).isEqualTo(NodeStatus.ONLINE);
  }

  @Test
  void renewsLeasesByHeartbeatRegistrationAndStatedPerformance() {
    String beating = story.node();
    String registering = story.node();
    String stating = story.node();

    for (int i = 0; i < 3; i++) {
      advance(LEASE.minusSeconds(1));
      story.beat(beating, "{}");
      registry.post(
          "/nodes/register",
          "{\"node_address\": \"h:1\", \"node_id\": \"%s\"}".formatted(registering));
      registry.put("/nodes/" + stating + "/performance", "{\"metric\": 0.1}");
    }

    assertThat(view(beating).status()).isEqualTo(NodeStatus.ONLINE);
    assertThat(view(registering).status()).isEqualTo(NodeStatus.ONLINE);
    assertThat(view(stating).status()).isEqualTo(NodeStatus.ONLINE);
  }

  @Test
  void grantsTheIntervalThatWasAskedForWithinBounds() {
    String node = story.node();

    HeartbeatReply hasty = story.beat(node, "{\"heartbeat_interval\": \"PT0.01S\"}");
    HeartbeatReply lazy = story.beat(node, "{\"heartbeat_interval\": \"PT1H\"}");
    HeartbeatReply same = story.beat(node, "{}");

    assertThat(hasty.nextHeartbeat()).isEqualTo(Duration.ofSeconds(1));
    assertThat(hasty.lease()).isEqualTo(Duration.ofSeconds(3));
    assertThat(lazy.nextHeartbeat()).isEqualTo(Duration.ofMinutes(5));
    assertThat(same.nextHeartbeat()).isEqualTo(lazy.nextHeartbeat());
  }

  @Test
  void grantsALeaseOfGraceAfterAStall() {
    String node = story.node();

    advance(Duration.ofHours(1));
    assertThat(view(node).status()).isEqualTo(NodeStatus.SUSPECT);
    advance(LEASE);

    assertThat(view(node).status()).isEqualTo(NodeStatus.OFFLINE);
  }

  /** As a clock may that follows the machine's; ours is steady, and this is the second line. */
  @Test
  void evictsNobodyWhenTheClockJumps() {
    String node = story.node();

    advance(Duration.ofHours(-1));
    assertThat(view(node).status()).isEqualTo(NodeStatus.ONLINE);
    story.beat(node, "{}");
    advance(Duration.ofHours(2));

    assertThat(view(node).status()).isEqualTo(NodeStatus.SUSPECT);
    story.beat(node, "{}");
    assertThat(view(node).status()).isEqualTo(NodeStatus.ONLINE);
    assertThat(registry.events(node)).containsExactly("node_registered");
  }

  /** Seconds no longer fit into 31 bits then. */
  @Test
  void countsOnAfterTheYear2038() {
    advance(Duration.ofDays(13 * 366));
    String node = story.node();

    advance(LEASE.minusNanos(1000));
    assertThat(view(node).status()).isEqualTo(NodeStatus.SUSPECT);
    advance(Duration.ofNanos(1000));

    assertThat(view(node).status()).isEqualTo(NodeStatus.OFFLINE);
    assertThat(view(node).lastHeartbeat()).isAfter(Instant.parse("2038-01-19T03:14:08Z"));
  }

  @Test
  void expiresTheOthersWhenOneCannotBe() {
    String before = story.node();
    String sound = story.node();
    String after = story.node();
    Obstacle obstacle = new Obstacle(Set.of(before, after));
    ApplicationEventMulticaster events = registry.bean(ApplicationEventMulticaster.class);
    events.addApplicationListener(obstacle);

    advance(LEASE);
    List<NodeStatus> held = List.of(view(before).status(), view(after).status());
    NodeStatus gone = view(sound).status();
    events.removeApplicationListener(obstacle);
    advance(Duration.ZERO);

    assertThat(held).containsOnly(NodeStatus.SUSPECT);
    assertThat(gone).isEqualTo(NodeStatus.OFFLINE);
    assertThat(view(before).status()).isEqualTo(NodeStatus.OFFLINE);
    assertThat(view(after).status()).isEqualTo(NodeStatus.OFFLINE);
  }

  /** Fails whatever follows from the expiry of some nodes, and with it their transactions. */
  private record Obstacle(Set<String> nodes)
      implements ApplicationListener<PayloadApplicationEvent<?>> {

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<?> event) {
      if (event.getPayload() instanceof NodeExpired expired
          && nodes.contains(expired.id().value())) {
        throw new IllegalStateException("obstacle at " + expired.id());
      }
    }
  }

  private static void advance(Duration by) {
    clock.advance(by);
    Sweeps.sweep(registry);
  }

  private static NodeView view(String node) {
    return registry.get("/nodes/" + node).as(NodeView.class);
  }
}
