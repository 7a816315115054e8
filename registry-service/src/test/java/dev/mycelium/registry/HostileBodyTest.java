package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: a problem of the catalogue, and nothing about the inside. */
class HostileBodyTest {
  private final RunningRegistry registry = RunningRegistry.shared();
  private final Story story = new Story(registry);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | node_address",
        "{\"node_address\": null} | node_address",
        "{\"node_address\": \"\"} | node_address",
        "{\"node_address\": 5} | node_address",
        "{\"node_address\": [\"a\"]} | node_address",
        "{\"node_address\": \"a\\u0000b\"} | node_address",
        "{\"node_address\": \"h:1\", \"node_id\": 7} | node_id",
        "{\"node_address\": \"h:1\", \"node_id\": \"\"} | node_id",
        "{\"node_address\": \"h:1\", \"local_performance\": \"0.5\"} | local_performance",
        "{\"node_address\": \"h:1\", \"local_performance\": 1e999} | local_performance",
        "{\"node_address\": \"h:1\", \"heartbeat_interval\": \"soon\"} | heartbeat_interval",
        "{\"node_address\": \"h:1\", \"offers_coordination\": \"yes\"} | offers_coordination",
        "{\"node_address\": \"h:1\", \"wire_version\": 1.5} | wire_version",
        "[] | body",
        "\"text\" | body",
      })
  void namesTheFieldOfABadRegistration(String body, String field) {
    Reply reply = registry.post("/nodes/register", body);

    assertProblem(reply, 422, "invalid-request");
    assertThat(reply.text("field")).isEqualTo(field);
    assertThat(reply.text("detail")).startsWith(field + ": ").contains("(expected: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\": \"sgd\" | \"name\": \"lion\" | sgd or adam or adamw",
        "\"name\": \"fedavg\" | \"name\": \"medain\" | fedavg or mean or median or trimmed_mean or",
        "\"name\": \"fedavg\" | \"name\": \"krum\", \"attackers\": -1 | attackers: -1 (expected: 0 to",
        "\"name\": \"fedavg\" | \"name\": \"krum\" | attackers: missing",
        "\"name\": \"fedavg\" | \"name\": \"clipped\", \"norm\": 1 | rule: missing (expected: another",
        "\"name\": \"fedavg\" | \"name\": \"mixed\", \"attackers\": 2, \"rule\": {\"name\": \"fedavg\"} | (expected: median, trimmed",
        "\"architecture\": \"mlp\" | \"architecture\": \"gpt\" | linear or mlp",
        "\"batch_size\": 10 | \"batch_size\": 0 | spec.training.batch_size: 0 (expected: 1 to",
        "\"kind\": \"classification\" | \"kind\": \"dance\" | spec.task.kind",
        "[1, 28, 28] | [1, -28, 28] | spec.task.input_shape: -28",
        "[200, 200] | [] | spec.model.hidden: layers: 0",
        "\"PT10M\" | \"PT0S\" | spec.federation.round_timeout: PT0S",
      })
  void saysWhatASpecMayHold(String good, String bad, String expected) {
    String spec = Story.SPEC.replace(good, bad);

    Reply reply =
        registry.post(
            "/groups",
            "{\"model_type\": \"m\", \"dataset_name\": \"d\", \"spec\": %s}".formatted(spec));

    assertProblem(reply, 422, "invalid-request");
    assertThat(reply.text("detail")).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"9999-12-31T23:59:59Z\"",
        "\"2038-01-19T03:14:08Z\"",
        "\"P99999999999999999D\"",
        "\"PT99999999999999999999S\"",
        "\"P1Y\"",
        "[2038, 1, 19]",
        "{\"seconds\": 1}",
      })
  void refusesTimesBeyondReckoning(String time) {
    String node = story.node();

    Reply beat =
        registry.post("/nodes/" + node + "/heartbeat", "{\"heartbeat_interval\": " + time + "}");
    Reply round =
        registry.post(
            "/groups/%s/rounds".formatted(story.group(1)),
            "{\"node_id\": \"%s\", \"duration\": %s, \"report\": {}}".formatted(node, time));

    assertProblem(beat, 422, "invalid-request");
    assertThat(beat.text("field")).isEqualTo("heartbeat_interval");
    assertProblem(round, 422, "invalid-request");
    assertThat(round.text("field")).isEqualTo("duration");
  }

  /** The longest that a duration can hold, and the shortest; a number is one of seconds. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "\"PT2562047788015215H\", PT5M",
        "\"-PT2562047788015215H\", PT1S",
        "\"PT0S\", PT1S",
        "253402300800000, PT5M",
        "-253402300800000, PT1S",
        "1e30, PT5M"
      })
  void grantsTheNearestIntervalWhateverIsAskedFor(String asked, String granted) {
    Reply reply =
        registry.post(
            "/nodes/" + story.node() + "/heartbeat",
            "{\"heartbeat_interval\": %s}".formatted(asked));

    assertThat(reply.text("next_heartbeat")).isEqualTo(granted);
  }

  @Test
  void refusesASpecThatNoListOfGroupsCouldCarry() {
    String labels =
        IntStream.range(0, 3000)
            .mapToObj(i -> "\"%0100d\"".formatted(i))
            .collect(Collectors.joining(", "));

    Reply reply =
        registry.post(
            "/groups",
            "{\"model_type\": \"m\", \"dataset_name\": \"d\", \"spec\": %s}"
                .formatted(Story.SPEC.replace("\"0\", \"1\"", labels)));

    assertProblem(reply, 422, "invalid-request");
    assertThat(reply.text("detail"))
        .matches("spec: characters of JSON: 309\\d{3} \\(expected: 1 to 262144\\)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"metric\": NaN}", "{\"metric\": 1, \"metric\": 2}", "null"})
  void refusesWhatIsNoJsonObject(String body) {
    Reply reply = registry.put("/groups/" + story.group(1) + "/performance", body);

    assertProblem(reply, 422, "unreadable-body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"metric\": null}", "{\"metric\": 1e999}", "{\"metric\": \"1\"}"})
  void refusesWhatIsNoMetric(String body) {
    Reply reply = registry.put("/groups/" + story.group(1) + "/performance", body);

    assertProblem(reply, 422, "invalid-request");
    assertThat(reply.text("field")).isEqualTo("metric");
  }

  @Test
  void refusesDeepNesting() {
    assertProblem(
        registry.post("/nodes/register", "{\"x\": " + "[".repeat(100_000)), 422, "unreadable-body");
  }

  /** The bytes are no UTF-8: a form's would be decoded before anybody looks at the type. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/mixed"
      })
  void refusesOtherContentTypes(String type) {
    byte[] body = "{\"node_address\": \"h\u00e9:1\"}".getBytes(StandardCharsets.ISO_8859_1);
    Reply reply =
        registry.send(
            HttpRequest.newBuilder(URI.create(registry.url() + "/nodes/register"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build());

    assertProblem(reply, 415, "unsupported-media-type");
  }

  @Test
  void refusesLongBodiesWithAndWithoutAnnouncedLength() {
    byte[] body = ("{\"node_address\": \"" + "a".repeat(10 << 20) + "\"}").getBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(registry.url() + "/nodes/register"))
            .header("Content-Type", "application/json");

    Reply announced = registry.send(request.POST(BodyPublishers.ofByteArray(body)).build());
    Reply chunked =
        registry.send(
            request
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build());

    assertProblem(announced, 413, "body-too-large");
    assertProblem(chunked, 413, "body-too-large");
  }

  @Test
  void answersUnknownRoutesAndMethods() {
    assertProblem(registry.get("/no/such/route"), 404, "not-found");
    assertProblem(registry.get("/error"), 404, "not-found");
    assertProblem(registry.get("/actuator/env"), 404, "not-found");
    assertProblem(registry.send("PATCH", "/groups", "{}"), 405, "method-not-allowed");
    assertProblem(registry.get("/nodes/" + "a".repeat(129)), 422, "invalid-request");
    assertProblem(registry.get("/groups/..%00"), 400, "malformed-request");
    assertProblem(registry.get("/groups/a%2fb"), 400, "malformed-request");
  }

  private static void assertProblem(Reply reply, int status, String slug) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.body()).doesNotContain("Exception", "dev.mycelium", "\tat ", "jackson");
    assertThat(reply.contentType()).startsWith("application/problem+json");
    assertThat(reply.text("type")).isEqualTo("urn:mycelium:problem:" + slug);
    assertThat(reply.json().get("status").asInt()).isEqualTo(status);
    assertThat(reply.text("advice")).isNotBlank();
  }
}
