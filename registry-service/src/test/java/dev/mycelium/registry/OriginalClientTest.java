package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Speaks to every original route exactly as a client of the original registry does. */
class OriginalClientTest {
  private final RunningRegistry registry = RunningRegistry.shared();
  private final Story story = new Story(registry);

  @Test
  void createsGroupWithTheDefaultsOfTheOriginal() {
    Reply created =
        registry.post(
            "/groups", "{\"model_type\": \"SimpleNet\", \"dataset_name\": \"synthetic\"}");

    assertThat(created.status()).isEqualTo(200);
    assertThat(names(created.json())).containsExactly("group_id", "status");
    assertThat(created.text("status")).isEqualTo("created");
    JsonNode group = listed(created.text("group_id"));
    assertThat(group.get("model_type").asString()).isEqualTo("SimpleNet");
    assertThat(group.get("dataset_name").asString()).isEqualTo("synthetic");
    assertThat(group.get("performance_metric").asDouble()).isZero();
    assertThat(group.get("member_count").asInt()).isZero();
    assertThat(group.get("max_capacity").asInt()).isEqualTo(5);
    assertThat(group.get("join_policy").asString()).isEqualTo("open");
    assertThat(group.get("created_at").asString()).endsWith("Z");
    assertThat(group.get("last_updated").asString()).endsWith("Z");
  }

  @Test
  void ignoresFieldsThatTheOriginalAcceptsAndIgnores() {
    Reply created =
        registry.post(
            "/groups",
            """
            {"group_id": "mine", "member_count": 4, "model_type": "m", "dataset_name": "d",
             "performance_metric": 0.25, "max_capacity": 3, "join_policy": "open"}
            """);

    assertThat(created.text("group_id")).isNotEqualTo("mine");
    JsonNode group = listed(created.text("group_id"));
    assertThat(group.get("member_count").asInt()).isZero();
    assertThat(group.get("performance_metric").asDouble()).isEqualTo(0.25);
    assertThat(group.get("max_capacity").asInt()).isEqualTo(3);
  }

  @Test
  void registersWithAndWithoutAnId() {
    Reply chosen =
        registry.post(
            "/nodes/register",
            "{\"node_id\": \"old-7\", \"node_address\": \"localhost:8081\","
                + " \"local_performance\": 0.5}");
    Reply first = registry.post("/nodes/register", "{\"node_address\": \"localhost:8081\"}");
    Reply second = registry.post("/nodes/register", "{\"node_address\": \"localhost:8081\"}");

    assertThat(chosen.body()).isEqualTo("{\"node_id\":\"old-7\",\"status\":\"registered\"}");
    assertThat(first.text("node_id")).hasSize(36).isNotEqualTo(second.text("node_id"));
    JsonNode node = registry.get("/nodes/old-7").json();
    assertThat(node.get("local_performance").asDouble()).isEqualTo(0.5);
    assertThat(node.get("node_address").asString()).isEqualTo("localhost:8081");
    assertThat(node.get("current_group_id").isNull()).isTrue();
  }

  @Test
  void keepsTheGroupWhenANodeRegistersAgain() {
    String group = story.group(5);
    String node = story.memberOf(group);

    registry.post(
        "/nodes/register",
        "{\"node_id\": \"%s\", \"node_address\": \"elsewhere:1\"}".formatted(node));

    JsonNode after = registry.get("/nodes/" + node).json();
    assertThat(after.get("current_group_id").asString()).isEqualTo(group);
    assertThat(after.get("node_address").asString()).isEqualTo("elsewhere:1");
  }

  @Test
  void joinsOnceHoweverOftenAsked() {
    String group = story.group(5);
    String node = story.node();

    Reply first = story.tryJoin(node, group);
    Reply again = story.tryJoin(node, group);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body())
        .isEqualTo("{\"status\":\"joined\",\"group_id\":\"%s\"}".formatted(group));
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(story.view(group).memberCount()).isEqualTo(1);
    assertThat(registry.events(node)).containsExactly("node_registered", "node_joined");
  }

  @Test
  void movesByJoiningElsewhere() {
    String from = story.group(1);
    String to = story.group(1);
    String node = story.memberOf(from);

    story.join(node, to);

    assertThat(story.view(from).memberCount()).isZero();
    assertThat(story.view(to).memberCount()).isEqualTo(1);
    assertThat(registry.events(node))
        .containsExactly("node_registered", "node_joined", "node_moved");
  }

  @Test
  void refusesAFullGroupInTheFrozenWords() {
    String group = story.group(1);
    story.memberOf(group);

    Reply refused = story.tryJoin(story.node(), group);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.contentType()).startsWith("application/problem+json");
    assertThat(refused.text("detail")).isEqualTo("Group at capacity");
    assertThat(refused.text("type")).isEqualTo("urn:mycelium:problem:group-full");
    assertThat(refused.text("instance")).isEqualTo("/groups/join");
    assertThat(refused.json().get("capacity").asInt()).isEqualTo(1);
    assertThat(refused.json().get("member_count").asInt()).isEqualTo(1);
    assertThat(refused.text("advice")).isNotBlank();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    String group = story.group(5);

    Reply noGroup = story.tryJoin(story.node(), "no-such-group");
    Reply noNode = story.tryJoin("no-such-node", group);
    Reply noGroupToRate = registry.put("/groups/no-such-group/performance", "{\"metric\": 0.5}");
    Reply noNodeToRate = registry.put("/nodes/no-such-node/performance", "{\"metric\": 0.5}");

    assertThat(noGroup.status()).isEqualTo(404);
    assertThat(noGroup.text("detail")).isEqualTo("Group not found");
    assertThat(noNode.status()).isEqualTo(404);
    assertThat(noNode.text("type")).isEqualTo("urn:mycelium:problem:node-not-found");
    assertThat(noGroupToRate.text("detail")).isEqualTo("Group not found");
    assertThat(noNodeToRate.status()).isEqualTo(404);
    assertThat(story.view(group).memberCount()).isZero();
  }

  @Test
  void refusesInviteOnlyGroups() {
    String group =
        registry
            .post(
                "/groups",
                "{\"model_type\": \"m\", \"dataset_name\": \"d\", \"join_policy\": \"invite-only\"}")
            .text("group_id");

    Reply refused = story.tryJoin(story.node(), group);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("type")).isEqualTo("urn:mycelium:problem:invite-only");
  }

  @Test
  void takesStatedPerformances() {
    String group = story.group(5);
    String node = story.node();

    Reply ofGroup = registry.put("/groups/" + group + "/performance", "{\"metric\": 0.75}");
    Reply ofNode = registry.put("/nodes/" + node + "/performance", "{\"metric\": 0.5}");

    assertThat(ofGroup.status()).isEqualTo(200);
    assertThat(ofGroup.body()).isEqualTo("{\"status\":\"updated\"}");
    assertThat(ofNode.body()).isEqualTo("{\"status\":\"updated\"}");
    assertThat(listed(group).get("performance_metric").asDouble()).isEqualTo(0.75);
    assertThat(registry.get("/nodes/" + node).json().get("local_performance").asDouble())
        .isEqualTo(0.5);
  }

  @Test
  void tellsItsHealthAndTheStateOfTheNetwork() {
    String group = story.group(4);
    String node = story.memberOf(group);

    Reply health = registry.get("/health");
    JsonNode state = registry.get("/network/state").json();

    assertThat(names(health.json())).containsExactly("status", "timestamp");
    assertThat(health.text("status")).isEqualTo("healthy");
    JsonNode drawnGroup = find(state.get("groups"), "id", group);
    assertThat(names(drawnGroup))
        .containsExactly(
            "id",
            "performance",
            "members",
            "model_type",
            "dataset_name",
            "member_count",
            "max_capacity");
    assertThat(drawnGroup.get("members").get(0).asString()).isEqualTo(node);
    JsonNode drawnNode = find(state.get("nodes"), "id", node);
    assertThat(names(drawnNode))
        .containsExactly("id", "performance", "group", "address", "last_heartbeat");
    assertThat(drawnNode.get("group").asString()).isEqualTo(group);
  }

  private JsonNode listed(String group) {
    return find(registry.get("/groups").json(), "group_id", group);
  }

  private static JsonNode find(JsonNode rows, String key, String value) {
    return rows.valueStream()
        .filter(row -> row.get(key).asString().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.propertyNames());
  }
}
