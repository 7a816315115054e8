package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.HeartbeatReply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The steps of which the tests' stories are made; each says that it went well. */
public final class Story {
  /** A spec as an agent of ours founds it. */
  public static final String SPEC =
      """
      {"task": {"kind": "classification", "input_shape": [1, 28, 28], "labels": ["0", "1"],
                "metric": "accuracy", "schema": null},
       "model": {"architecture": "mlp", "hidden": [200, 200]},
       "training": {"optimizer": {"name": "sgd", "learning_rate": 0.1, "momentum": 0.0},
                    "batch_size": 10, "local_epochs": 1, "seed": 1},
       "federation": {"strategy": {"name": "fedavg"}, "num_rounds": null, "fraction_fit": 1.0,
                      "fraction_evaluate": 1.0, "min_fit_clients": 2,
                      "min_available_clients": 2, "round_timeout": "PT10M"}}
      """;

  private final RunningRegistry registry;

  public Story(RunningRegistry registry) {
    this.registry = registry;
  }

  public String node() {
    return ok(registry.post("/nodes/register", "{\"node_address\": \"localhost:8080\"}"))
        .text("node_id");
  }

  public String group(int capacity) {
    return ok(registry.post(
            "/groups",
            "{\"model_type\": \"mlp\", \"dataset_name\": \"digits\", \"max_capacity\": %d}"
                .formatted(capacity)))
        .text("group_id");
  }

  public Reply tryJoin(String node, String group) {
    return registry.post(
        "/groups/join", "{\"node_id\": \"%s\", \"group_id\": \"%s\"}".formatted(node, group));
  }

  public void join(String node, String group) {
    ok(tryJoin(node, group));
  }

  public String memberOf(String group) {
    String node = node();
    join(node, group);
    return node;
  }

  public HeartbeatReply beat(String node, String json) {
    return ok(registry.post("/nodes/" + node + "/heartbeat", json)).as(HeartbeatReply.class);
  }

  /** A member that offers to coordinate and holds {@code head}. */
  public HeartbeatReply offer(String node, @Nullable String head) {
    String holds = head == null ? "null" : '"' + head + '"';
    return beat(node, "{\"offers_coordination\": true, \"holds\": %s}".formatted(holds));
  }

  public void score(String node, double value, long examples, long version) {
    beat(
        node,
        "{\"score\": {\"value\": %s, \"loss\": 1.0, \"examples\": %d, \"head_version\": %d}}"
            .formatted(value, examples, version));
  }

  /** A candidate head. */
  public record Candidate(String node, @Nullable String parent, String sha, long epoch) {}

  public Reply propose(String group, Candidate candidate) {
    String parent = candidate.parent() == null ? "null" : '"' + candidate.parent() + '"';
    return registry.post(
        "/groups/" + group + "/heads",
        """
        {"node_id": "%s", "parent_sha": %s, "sha": "%s", "epoch": %d, "round": 1}
        """
            .formatted(candidate.node(), parent, candidate.sha(), candidate.epoch()));
  }

  public void commit(String group, Candidate candidate) {
    ok(propose(group, candidate));
  }

  public GroupView view(String group) {
    return ok(registry.get("/groups/" + group)).as(GroupView.class);
  }

  public static String sha(String content) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Reply ok(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply;
  }
}
