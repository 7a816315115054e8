package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An id belongs to the key that registered it first, and only registration makes one. */
@OnEveryDatabase
class NodeIdentityTest {
  private final RunningRegistry registry;
  private final Story story;
  private final String id = UUID.randomUUID().toString();

  NodeIdentityTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
  }

  @Test
  void bindsAnIdToItsFirstKey() {
    KeyedNode first = KeyedNode.named(id, Clock.systemUTC());
    assertThat(first.register(registry).status()).isEqualTo(200);
    assertThat(first.register(registry).status()).isEqualTo(200);

    Reply other = KeyedNode.named(id, Clock.systemUTC()).register(registry);
    Reply none = registerWithoutKey();

    assertThat(other.status()).isEqualTo(403);
    assertThat(other.text("type")).isEqualTo("urn:mycelium:problem:key-mismatch");
    assertThat(none.status()).isEqualTo(403);
    assertThat(registry.events(id)).containsExactly("node_registered");
  }

  /** Ids are listed for everybody: a key could lock out who has none. */
  @Test
  void bindsAnIdWithoutAKeyToNone() {
    assertThat(registerWithoutKey().status()).isEqualTo(200);

    Reply key = KeyedNode.named(id, Clock.systemUTC()).register(registry);

    assertThat(key.status()).isEqualTo(403);
    assertThat(key.text("type")).isEqualTo("urn:mycelium:problem:key-mismatch");
    assertThat(registerWithoutKey().status()).isEqualTo(200);
    assertThat(registry.put("/nodes/" + id + "/performance", "{\"metric\": 0.5}").status())
        .isEqualTo(200);
  }

  @Test
  void refusesAnotherVersionOfTheWire() {
    Reply refused =
        registry.post("/nodes/register", "{\"node_address\": \"h:1\", \"wire_version\": 2}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("type")).isEqualTo("urn:mycelium:problem:wire-version");
    assertThat(refused.text("detail")).isEqualTo("wire_version: 2 (expected: 1)");
  }

  @Test
  void makesNoNodeByAHeartbeat() {
    Reply refused = registry.post("/nodes/" + id + "/heartbeat", "{}");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("type")).isEqualTo("urn:mycelium:problem:node-not-found");
    assertThat(registry.get("/nodes/" + id).status()).isEqualTo(404);
  }

  @Test
  void freesThePlaceOfANodeThatSaysGoodbye() {
    String group = story.group(1);
    String node = story.memberOf(group);

    Reply first = registry.delete("/nodes/" + node);
    Reply again = registry.delete("/nodes/" + node);

    assertThat(first.body()).isEqualTo("{\"status\":\"left\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(registry.get("/nodes/" + node).as(NodeView.class).status())
        .isEqualTo(NodeStatus.LEFT);
    assertThat(story.view(group).memberCount()).isZero();
    assertThat(registry.events(node))
        .containsExactly("node_registered", "node_joined", "node_left", "node_left_group");
    assertThat(registry.delete("/nodes/" + id).status()).isEqualTo(404);
  }

  @Test
  void leavesAGroupOnceAndStaysRegistered() {
    String group = story.group(1);
    String node = story.memberOf(group);

    Reply left = registry.delete("/groups/" + group + "/members/" + node);
    Reply again = registry.delete("/groups/" + group + "/members/" + node);

    assertThat(left.body()).isEqualTo("{\"status\":\"left\"}");
    assertThat(again.status()).isEqualTo(404);
    assertThat(registry.get("/nodes/" + node).as(NodeView.class).status())
        .isEqualTo(NodeStatus.ONLINE);
    assertThat(story.view(group).memberCount()).isZero();
  }

  @Test
  void keepsReasonAndFiguresOfAMove() {
    String from = story.group(1);
    String to = story.group(1);
    String node = story.memberOf(from);

    registry.post(
        "/groups/join",
        """
        {"node_id": "%s", "group_id": "%s", "reason": "0.9 there, 0.6 here",
         "figures": {"there": 0.9, "here": 0.6}}
        """
            .formatted(node, to));

    assertThat(registry.log(node))
        .last()
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo("node_moved");
              assertThat(event.reason()).isEqualTo("0.9 there, 0.6 here");
              assertThat(event.figures()).containsEntry("there", 0.9).containsEntry("here", 0.6);
              assertThat(event.subjects())
                  .containsEntry("from_group", from)
                  .containsEntry("group_id", to);
            });
  }

  private Reply registerWithoutKey() {
    return registry.post(
        "/nodes/register", "{\"node_address\": \"h:1\", \"node_id\": \"%s\"}".formatted(id));
  }
}
