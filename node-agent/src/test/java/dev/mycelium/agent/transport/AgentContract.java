package dev.mycelium.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The promise of {@code openapi/agent.yaml}, held against real responses. Stricter than the file in
 * one point: an object may hold no field that the file does not name.
 */
public final class AgentContract {
  private static final Set<String> METHODS = Set.of("get", "head", "put", "post", "delete");
  private static final AgentContract SHARED =
      new AgentContract(new YAMLMapper().readTree(Path.of("..", "openapi", "agent.yaml").toFile()));

  private final JsonNode api;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private AgentContract(JsonNode api) {
    this.api = api;
    for (JsonNode schema : api.at("/components/schemas")) {
      if (schema.has("properties") && !schema.has("additionalProperties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
  }

  public static AgentContract shared() {
    return SHARED;
  }

  /** Method and path of each operation. */
  List<String> routes() {
    List<String> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : api.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        if (METHODS.contains(method)) {
          routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return routes;
  }

  /** Fails unless the response is one that its operation promises; returns the response. */
  public <T> HttpResponse<T> check(HttpResponse<T> response) {
    String method = response.request().method();
    String path = response.uri().getPath();
    JsonNode promised = promised(method, path, response.statusCode());
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode content = promised.get("content");
    if (content == null) {
      assertThat(type).as("%s %s %d: a body", method, path, response.statusCode()).isEmpty();
      return response;
    }
    assertThat(content.propertyNames()).as("%s %s: content type", method, path).contains(type);
    if (type.endsWith("json")) {
      Schema schema = schemas.getSchema(whole(content.get(type).get("schema")));
      assertThat(schema.validate(JsonMapper.shared().readTree(response.body().toString())))
          .as("%s %s answered %d %s", method, path, response.statusCode(), response.body())
          .isEmpty();
    }
    return response;
  }

  private JsonNode promised(String method, String path, int status) {
    JsonNode responses =
        api.get("paths").properties().stream()
            .filter(template -> matches(template.getKey(), path))
            .sorted(Comparator.comparing(template -> template.getKey().contains("{round}")))
            .map(template -> template.getValue().path(method.toLowerCase(Locale.ROOT)))
            .filter(JsonNode::isObject)
            .findFirst()
            .map(operation -> operation.get("responses"))
            .orElseGet(this::onlyProblems);
    JsonNode exact = responses.get(String.valueOf(status));
    JsonNode response = exact == null ? responses.get("default") : exact;
    assertThat(response).as("%s %s: status %d", method, path, status).isNotNull();
    return response.has("$ref") ? api.at(response.get("$ref").asString().substring(1)) : response;
  }

  /** What is no route answers with a problem, too. */
  private JsonNode onlyProblems() {
    ObjectNode responses = JsonMapper.shared().createObjectNode();
    responses.set("default", api.at("/components/responses/Problem"));
    return responses;
  }

  private static boolean matches(String template, String path) {
    return path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"));
  }

  private JsonNode whole(JsonNode schema) {
    ObjectNode whole = JsonMapper.shared().createObjectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", api.get("components"));
    return whole;
  }
}
