package dev.mycelium.agent.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Operations of {@code openapi/agent.yaml} that take input, with what they do not expect: an answer
 * that the description promises, never a 5xx, and in each refusal the expectation, in no program's
 * words.
 */
class AgentFuzzTest {
  private static final String SHA = "a".repeat(64);
  private static final String ROUND = "/groups/group-1/rounds/1";
  private static final String SUBMISSION =
      """
      {"node_id": "node-x", "round": 1, "epoch": 1, "update_sha": "%s", "examples": 1,
       "train_loss": 0.5, "steps": 1}
      """
          .formatted(SHA);
  private static final String FAILURE =
      """
      {"node_id": "node-x", "round": 1, "epoch": 1, "cause": "no memory"}
      """;
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "\"NaN\"",
          "NaN",
          "-Infinity",
          "1e999",
          "-1",
          "1.5",
          "9223372036854775808",
          "[]",
          "[1]",
          "{}",
          "{\"value\": 1}",
          "\"\\u0000\"",
          "\"" + "x".repeat(10_000) + "\"",
          "[".repeat(20_000));
  private static final List<String> TEXTS =
      List.of("", " ", "x", "-1", "1.5", "NaN", "1e3", "9223372036854775808", "null", "é\u0000");

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ServedGroup group;

  @BeforeEach
  void begin() {
    group = new ServedGroup(folder, null);
  }

  @AfterEach
  void end() {
    group.close();
  }

  @Test
  void refusesFieldsOfEveryOtherKind() throws Exception {
    for (String field : JsonMapper.shared().readTree(SUBMISSION).propertyNames()) {
      for (String value : VALUES) {
        refused(json(ROUND + "/submissions", with(SUBMISSION, field, value)));
      }
    }
    for (String field : List.of("node_id", "round", "epoch")) {
      for (String value : VALUES) {
        answered(json(ROUND + "/failures", with(FAILURE, field, value)));
      }
    }
  }

  private static String with(String text, String field, String value) {
    ObjectNode object = (ObjectNode) JsonMapper.shared().readTree(text);
    return object.put(field, "HERE").toString().replace("\"HERE\"", value);
  }

  @Test
  void refusesBodiesThatAreNoObject() throws Exception {
    for (String route : List.of("/submissions", "/failures")) {
      for (String value : VALUES) {
        refused(json(ROUND + route, value));
      }
      for (String text :
          List.of("", "{\"a\":".repeat(20_000), "{\"a\"}", "{} {", "\uFEFF", "x=1")) {
        refused(json(ROUND + route, text));
      }
      refused(
          json(ROUND + route, "")
              .POST(BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, (byte) 0xc0})));
    }
  }

  @Test
  void refusesContentOfOtherTypes() throws Exception {
    for (String type :
        List.of("text/plain", "application/xml", "x", "/", "multipart/form-data", "*/*", "json")) {
      HttpResponse<String> answer =
          refused(json(ROUND + "/submissions", SUBMISSION).setHeader("Content-Type", type));

      assertThat(answer.statusCode()).as(type).isEqualTo(415);
    }
  }

  @Test
  void refusesParametersOfEveryOtherKind() throws Exception {
    for (String text : TEXTS) {
      String encoded = URLEncoder.encode(text, UTF_8).replace("+", "%20");
      refused(request("/dial-back?nonce=" + encoded + "_").GET());
      refused(request("/groups/group-1/rounds/current?node=b&trains=" + encoded).GET());
      refused(request("/groups/group-1/rounds/current?node=b&have=" + encoded).GET());
      refused(request("/groups/" + encoded + "x/rounds/1").GET());
      refused(request("/groups/group-1/rounds/x" + encoded).GET());
      refused(request("/blobs/" + encoded + SHA).GET());
      refused(upload(SHA).header(BlobHeaders.UPLOAD_OFFSET, "x" + text.replaceAll("[^ -~]", "")));
      if (!text.equals("-1")) {
        refused(request("/groups/group-1/rounds/current?node=b&after=" + encoded).GET());
        refused(request("/groups/group-1/rounds/current?node=b&committed=" + encoded).GET());
      }
    }
    refused(upload(SHA).header(BlobHeaders.UPLOAD_OFFSET, "-1"));
    refused(upload(SHA).header(BlobHeaders.UPLOAD_OFFSET, "9223372036854775807"));
  }

  @Test
  void refusesPathsAndMethodsThatNobodyHas() throws Exception {
    String deep = "/x".repeat(2_000);
    String wide = "/" + "x".repeat(6_000);
    for (String path : List.of(deep, wide, "/blobs" + wide, "/groups" + deep, ROUND + wide)) {
      for (String method : List.of("GET", "POST", "OPTIONS", "FOO")) {
        refused(request(path).method(method, BodyPublishers.noBody()));
      }
    }
  }

  private HttpRequest.Builder upload(String sha) {
    return request("/blobs/" + sha)
        .header(BlobHeaders.NODE, "node-b")
        .PUT(BodyPublishers.ofString("content"));
  }

  private HttpRequest.Builder json(String path, String text) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(text));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + group.address() + path));
  }

  private HttpResponse<String> refused(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = answered(request);
    assertThat(answer.statusCode()).as(told(answer)).isBetween(400, 499);
    return answer;
  }

  /** By what the description promises; a report on a node that nobody asked is only noted. */
  private HttpResponse<String> answered(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = AgentContract.shared().check(sent(request.build()));
    String detail = JsonMapper.shared().readTree(answer.body()).path("detail").asString("");
    assertThat(answer.statusCode()).as(told(answer)).isLessThan(500);
    assertThat(detail.isBlank()).as(told(answer)).isEqualTo(answer.statusCode() < 400);
    assertThat(detail).as(told(answer)).doesNotContain("java", "mycelium", "jackson", "`");
    if (answer.statusCode() == 422) {
      assertThat(detail).as(told(answer)).contains("(expected: ");
    }
    return answer;
  }

  /** A connection on which a body was refused may be closed just as it is used again. */
  private HttpResponse<String> sent(HttpRequest request) throws Exception {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException closed) {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
  }

  private static String told(HttpResponse<String> answer) {
    return "%s answered %d %s".formatted(answer.request(), answer.statusCode(), answer.body());
  }
}
