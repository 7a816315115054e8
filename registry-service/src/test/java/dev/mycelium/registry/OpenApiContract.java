package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The promise of an OpenAPI file, held against real responses. Stricter than the file in one point:
 * a response may hold no field that the file does not name, problems apart.
 */
public final class OpenApiContract {
  private static final String PROBLEM = "{\"$ref\": \"#/components/schemas/Problem\"}";

  private final JsonNode api;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  private OpenApiContract(JsonNode api) {
    this.api = api;
  }

  /** The contract in {@code file}, as YAML. */
  public static OpenApiContract of(Path file) {
    JsonNode api = new YAMLMapper().readTree(file.toFile());
    for (JsonNode schema : api.at("/components/schemas")) {
      if (schema.has("properties") && !schema.has("additionalProperties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    return new OpenApiContract(api);
  }

  /** Fails unless {@code body} is what the contract promises for this answer. */
  public void check(String method, String path, int status, String body) {
    JsonNode schema =
        operation(method, path)
            .map(operation -> schema(operation.get("responses"), status))
            .orElseGet(() -> JsonMapper.shared().readTree(PROBLEM));

    assertThat(compiled.computeIfAbsent(schema, this::compile).validate(json(body)))
        .as("%s %s answered %d %s", method, path, status, body)
        .isEmpty();
  }

  private Optional<JsonNode> operation(String method, String path) {
    String plain = path.replaceFirst("\\?.*", "");
    return api.get("paths")
        .propertyStream()
        .filter(template -> matches(template.getKey(), plain))
        .sorted((a, b) -> Long.compare(parameters(a.getKey()), parameters(b.getKey())))
        .map(template -> template.getValue().get(method.toLowerCase(Locale.ROOT)))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static boolean matches(String template, String path) {
    return Pattern.matches(template.replaceAll("\\{[^}]+}", "[^/]+"), path);
  }

  private static long parameters(String template) {
    return template.chars().filter(letter -> letter == '{').count();
  }

  private static JsonNode schema(JsonNode responses, int status) {
    JsonNode exact = responses.get(String.valueOf(status));
    JsonNode response = exact == null ? responses.get("default") : exact;
    return response.get("content").iterator().next().get("schema");
  }

  private Schema compile(JsonNode schema) {
    ObjectNode whole = JsonMapper.shared().createObjectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", api.get("components"));
    return schemas.getSchema(whole);
  }

  private static JsonNode json(String body) {
    return JsonMapper.shared().readTree(body);
  }
}
