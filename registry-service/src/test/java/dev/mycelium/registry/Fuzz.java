package dev.mycelium.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Requests for every operation of an OpenAPI document: many as it describes them, about ids that
 * earlier answers gave; the others spoiled in the path, the query, the headers or the body.
 */
final class Fuzz {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
  private static final int REMEMBERED = 40;
  private static final List<String> PATH_TRICKS =
      List.of(
          "%2e%2e",
          "..",
          "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
          "%252e%252e",
          "%00",
          "a%00b",
          "a;x=y",
          ";jsessionid=1",
          "%0d%0aX-Injected:1",
          "%5c..%5c",
          "%ff%fe",
          "%c0%ae%c0%ae",
          "%20",
          "-1");
  private static final List<String> CONTENT_TYPES =
      List.of(
          "text/plain",
          "application/xml",
          "application/x-www-form-urlencoded",
          "*/*",
          "nonsense",
          "multipart/form-data; boundary=x",
          "application/json; charset=utf-16",
          "application/json; charset=klingon",
          "application/problem+json",
          "");
  private static final List<String> METHODS =
      List.of("PATCH", "OPTIONS", "HEAD", "PROPFIND", "GET", "PUT", "DELETE", "X");

  private final JsonNode schemas;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, List<String>> known = new HashMap<>();

  private record Operation(String method, String path, JsonNode described) {}

  private Fuzz(JsonNode api) {
    schemas = api.at("/components/schemas");
    api.get("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, described) ->
                        operations.add(
                            new Operation(method.toUpperCase(Locale.ROOT), path, described))));
  }

  static Fuzz of(Path document) {
    return new Fuzz(new YAMLMapper().readTree(document.toFile()));
  }

  int operations() {
    return operations.size();
  }

  /** The {@code index}-th request; the operations take turns. */
  HttpRequest draw(String url, int index, RandomGenerator random) {
    Operation operation = operations.get(index % operations.size());
    FuzzedJson json = new FuzzedJson(schemas, known, random);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path(operation, json, random)))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json");
    String method = oneIn(40, random) ? any(METHODS, random) : operation.method();
    JsonNode body = operation.described().at("/requestBody/content/application~1json/schema");
    if (body.isMissingNode() || oneIn(40, random)) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    String type = oneIn(30, random) ? any(CONTENT_TYPES, random) : "application/json";
    return request
        .header("Content-Type", type)
        .method(method, BodyPublishers.ofByteArray(bytes(json.body(body), random)))
        .build();
  }

  /** Remembers the ids that an answer names, the newest of each kind. */
  void learn(Reply reply) {
    if (reply.status() != 200 || !reply.body().startsWith("{")) {
      return;
    }
    reply
        .json()
        .forEachEntry(
            (name, value) -> {
              if (name.endsWith("_id") && value.isString()) {
                List<String> ids = known.computeIfAbsent(name, unknown -> new ArrayList<>());
                ids.add(value.asString());
                if (ids.size() > REMEMBERED) {
                  ids.remove(0);
                }
              }
            });
  }

  void forget() {
    known.clear();
  }

  private static String path(Operation operation, FuzzedJson json, RandomGenerator random) {
    Matcher parameters = PARAMETER.matcher(operation.path());
    String path =
        parameters.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    oneIn(8, random)
                        ? any(PATH_TRICKS, random)
                        : encoded(json.text(found.group(1), text()))));
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.described().path("parameters")) {
      if (parameter.get("in").asString().equals("query") && random.nextInt(3) == 0) {
        String name = parameter.get("name").asString();
        String value =
            oneIn(20, random)
                ? any(PATH_TRICKS, random)
                : encoded(json.text(name, parameter.get("schema")));
        query.add(name + "=" + value);
      }
    }
    return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  private static byte[] bytes(JsonNode body, RandomGenerator random) {
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
    if (bytes.length == 0 || !oneIn(10, random)) {
      return bytes;
    }
    if (random.nextBoolean()) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    return bytes;
  }

  private static JsonNode text() {
    return JsonMapper.shared().createObjectNode().put("type", "string");
  }

  /** Short enough for a request line. */
  private static String encoded(String text) {
    String kept = text.substring(0, Math.min(text.length(), 500));
    return URLEncoder.encode(kept, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean oneIn(int times, RandomGenerator random) {
    return random.nextInt(times) == 0;
  }

  private static <T> T any(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
