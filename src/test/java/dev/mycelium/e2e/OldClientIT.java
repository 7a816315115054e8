package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * The original's Python client, request by request: it knows nothing of identities that last, so
 * its heartbeat registers it anew each time.
 */
class OldClientIT {
  private static final List<String> ORIGINAL_FIELDS =
      List.of(
          "group_id",
          "model_type",
          "dataset_name",
          "performance_metric",
          "member_count",
          "max_capacity",
          "join_policy",
          "created_at",
          "last_updated");

  @RegisterExtension static final Network network = new Network();

  @Test
  void anOldClientLivesItsWholeLife() {
    String node = register();
    String better = createGroup(0.9);
    String worse = createGroup(0.4);

    join(node, worse);
    reportPerformance(worse, node);
    discoverTheBest(better, worse);
    migrate(node, worse, better);
    beatByRegistering(node);
    isRefusedInTheOriginalWords(node);
  }

  private static String register() {
    RegistryClient.Answer answer =
        post(
            "/nodes/register",
            "{\"node_address\": \"localhost:8081\", \"local_performance\": 0.5}");
    assertThat(answer.body().propertyNames()).containsExactly("node_id", "status");
    assertThat(answer.text("status")).isEqualTo("registered");
    return answer.text("node_id");
  }

  private static String createGroup(double metric) {
    RegistryClient.Answer answer =
        post(
            "/groups",
            """
            {"model_type": "SimpleNet", "dataset_name": "synthetic", "performance_metric": %s,
             "max_capacity": 1, "join_policy": "open"}
            """
                .formatted(metric));
    assertThat(answer.body().propertyNames()).containsExactly("group_id", "status");
    assertThat(answer.text("status")).isEqualTo("created");
    return answer.text("group_id");
  }

  private static void join(String node, String group) {
    RegistryClient.Answer answer =
        post("/groups/join", "{\"node_id\": \"%s\", \"group_id\": \"%s\"}".formatted(node, group));
    assertThat(answer.body())
        .hasToString("{\"status\":\"joined\",\"group_id\":\"%s\"}".formatted(group));
  }

  private static void reportPerformance(String group, String node) {
    RegistryClient client = network.client();
    assertThat(client.put("/groups/" + group + "/performance", "{\"metric\": 0.45}").body())
        .hasToString("{\"status\":\"updated\"}");
    assertThat(client.put("/nodes/" + node + "/performance", "{\"metric\": 0.55}").body())
        .hasToString("{\"status\":\"updated\"}");
    assertThat(client.put("/groups/" + group + "/performance", "{\"metric\": \"high\"}").status())
        .isEqualTo(422);
  }

  private static void discoverTheBest(String better, String worse) {
    JsonNode groups = network.client().get("/groups").body();
    assertThat(groups.findValuesAsString("group_id")).containsExactly(better, worse);
    assertThat(groups.path(0).propertyNames()).startsWith(ORIGINAL_FIELDS.toArray(String[]::new));
    assertThat(groups.path(0).path("performance_metric").asDouble()).isEqualTo(0.9);
    assertThat(groups.path(1).path("performance_metric").asDouble()).isEqualTo(0.45);
    assertThat(groups.path(1).path("member_count").asInt()).isEqualTo(1);
    assertThat(network.client().get("/health").text("status")).isEqualTo("healthy");
  }

  private static void migrate(String node, String from, String to) {
    join(node, to);
    assertThat(network.client().group(from).memberCount()).isZero();
    assertThat(network.client().group(to).memberCount()).isEqualTo(1);
    JsonNode state = network.client().get("/network/state").body();
    assertThat(state.propertyNames()).containsExactly("groups", "nodes", "timestamp");
    assertThat(state.path("groups").path(0).path("members").path(0).asString()).isEqualTo(node);
    assertThat(state.path("nodes").path(0).path("group").asString()).isEqualTo(to);
  }

  private static void beatByRegistering(String node) {
    String beat = register();
    String next = register();
    assertThat(List.of(node, beat, next)).doesNotHaveDuplicates();
    assertThat(network.client().get("/nodes").body().findValuesAsString("node_id"))
        .containsExactly(next, beat, node);
  }

  private static void isRefusedInTheOriginalWords(String node) {
    String full = network.client().groups().get(0).groupId().value();
    RegistryClient.Answer atCapacity =
        network
            .client()
            .post(
                "/groups/join",
                "{\"node_id\": \"%s\", \"group_id\": \"%s\"}".formatted(register(), full));
    RegistryClient.Answer unknown =
        network
            .client()
            .post("/groups/join", "{\"node_id\": \"%s\", \"group_id\": \"none\"}".formatted(node));
    RegistryClient.Answer broken = network.client().post("/nodes/register", "{\"node_id\": ");

    assertThat(atCapacity.status()).isEqualTo(400);
    assertThat(atCapacity.text("detail")).isEqualTo("Group at capacity");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("detail")).isEqualTo("Group not found");
    assertThat(broken.status()).isEqualTo(422);
  }

  private static RegistryClient.Answer post(String path, String body) {
    RegistryClient.Answer answer = network.client().post(path, body);
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }
}
