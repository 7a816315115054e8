package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.event.NetworkEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Whoever sends more than a route asks for gets no more by it: every write of the contract is made
 * with every field that any answer holds, and all comes out as it does without them.
 */
class UnknownFieldsTest {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String REFERENCE = "#/components/schemas/";
  private static final String ROUND =
      """
      {"node_id": "{node_id}", "report": {"round": 1, "epoch": 1, "outcome": "rejected",
       "cause": "not finite", "counted": [], "missing": {"{node_id}": "not finite"}, "head": null}}
      """;

  /** One of each; braces stand for what earlier answers gave. */
  private static final List<Write> WRITES =
      List.of(
          new Write("POST", "/nodes/register", "{\"node_address\": \"h:1\"}"),
          new Write("POST", "/groups", "{\"model_type\": \"m\", \"dataset_name\": \"d\"}"),
          new Write(
              "POST", "/groups/join", "{\"node_id\": \"{node_id}\", \"group_id\": \"{group_id}\"}"),
          new Write("POST", "/nodes/{node_id}/heartbeat", "{\"offers_coordination\": true}"),
          new Write("POST", "/groups/{group_id}/rounds", ROUND),
          new Write(
              "POST",
              "/groups/{group_id}/heads",
              "{\"node_id\": \"{node_id}\", \"parent_sha\": null, \"sha\": \"%s\","
                      .formatted(Story.sha("a"))
                  + " \"epoch\": 1, \"round\": 2}"),
          new Write("PUT", "/nodes/{node_id}/performance", "{\"metric\": 0.5}"),
          new Write("PUT", "/groups/{group_id}/performance", "{\"metric\": 0.6}"),
          new Write("PUT", "/groups/{group_id}/capacity", "{\"max_capacity\": 3}"),
          new Write("PUT", "/groups/{group_id}/state", "{\"state\": \"paused\"}"),
          new Write(
              "POST",
              "/groups",
              "{\"model_type\": \"m\", \"dataset_name\": \"d\", \"join_policy\": \"invite-only\"}"),
          new Write(
              "POST", "/groups/{group_id}/invitations", "{\"invitation\": \"{invitation}\"}"));

  private static final List<String> READS =
      List.of("", "/members", "/heads", "/rounds", "/performance");

  private final JsonNode api =
      new YAMLMapper().readTree(Path.of("..", "openapi", "registry.yaml").toFile());

  private record Write(String method, String route, String body) {}

  private interface Habit {
    String body(Write write);
  }

  @Test
  void changesNothingByFieldsThatAreNotTheCallersToSet() {
    try (RunningRegistry registry = RunningRegistry.on(Engine.H2.empty(), new ManualClock())) {
      List<String> honest = life(registry, Write::body);
      List<String> greedy = life(registry, this::withEverything);

      assertThat(greedy).isEqualTo(honest);
    }
  }

  @Test
  void coversEveryWriteOfTheContract() {
    TreeSet<String> covered = new TreeSet<>();
    WRITES.forEach(write -> covered.add(write.method() + " " + write.route()));

    TreeSet<String> writes = new TreeSet<>();
    api.get("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, operation) -> {
                      if (operation.has("requestBody")) {
                        writes.add(method.toUpperCase(Locale.ROOT) + " " + path);
                      }
                    }));
    assertThat(covered).isEqualTo(writes);
  }

  /** What the registry answers to all writes and afterwards shows, with ids by their order. */
  private static List<String> life(RunningRegistry registry, Habit habit) {
    List<String> answers = new ArrayList<>();
    Map<String, String> known = new LinkedHashMap<>();
    for (Write write : WRITES) {
      String route = filled(write.route(), known);
      Reply reply = registry.send(write.method(), route, filled(habit.body(write), known));
      assertThat(reply.status()).as("%s %s", write, reply.body()).isEqualTo(200);
      answers.add(write + " " + reply.body());
      reply
          .json()
          .forEachEntry(
              (name, value) -> {
                known.putIfAbsent("first_" + name, value.asString(""));
                known.put(name, value.asString(""));
              });
    }
    List<String> groups =
        List.of(known.getOrDefault("first_group_id", ""), known.getOrDefault("group_id", ""));
    groups.forEach(
        group -> READS.forEach(end -> answers.add(registry.get("/groups/" + group + end).body())));
    answers.add(registry.get("/nodes/" + known.get("node_id")).body());
    groups.forEach(
        group -> registry.log(group).forEach(event -> answers.add(withoutItsNumber(event))));
    return numbered(answers);
  }

  private static String withoutItsNumber(NetworkEvent event) {
    return event.kind() + event.subjects() + event.reason() + event.figures();
  }

  private static String filled(String text, Map<String, String> known) {
    String filled = text;
    for (Map.Entry<String, String> one : known.entrySet()) {
      filled = filled.replace('{' + one.getKey() + '}', one.getValue());
    }
    return filled;
  }

  private static List<String> numbered(List<String> texts) {
    Map<String, String> names = new LinkedHashMap<>();
    return texts.stream()
        .map(
            text ->
                ID.matcher(text)
                    .replaceAll(
                        id -> names.computeIfAbsent(id.group(), unknown -> "id-" + names.size()))
                    .replaceAll("\"id\":\\d+", "\"id\":0"))
        .toList();
  }

  /** The honest body, and every field of the contract that this route doesn't name. */
  private String withEverything(Write write) {
    ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(write.body());
    String method = write.method().toLowerCase(Locale.ROOT);
    String wanted =
        api.get("paths")
            .get(write.route())
            .get(method)
            .at("/requestBody/content/application~1json/schema/$ref")
            .asString()
            .substring(REFERENCE.length());
    JsonNode schemas = api.at("/components/schemas");
    JsonNode own = schemas.get(wanted).get("properties");
    for (JsonNode schema : schemas) {
      schema
          .path("properties")
          .forEachEntry(
              (name, property) -> {
                if (!own.has(name)) {
                  body.set(name, greed(property.path("type").toString()));
                }
              });
    }
    return body.toString();
  }

  private static JsonNode greed(String type) {
    var nodes = JsonMapper.shared().getNodeFactory();
    if (type.contains("integer") || type.contains("number")) {
      return nodes.numberNode(99);
    }
    return type.contains("boolean") ? nodes.booleanNode(true) : nodes.stringNode("greedy");
  }
}
