package dev.mycelium.registry;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Values of a schema of the contract, and values that no schema wants. */
final class FuzzedJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String REFERENCE = "#/components/schemas/";
  private static final int DEEPEST = 8;

  /** As they stand in a body, not all of them JSON. */
  private static final List<String> HOSTILE =
      Stream.of(
              Stream.of("null", "true", "[]", "{}", "-0", "NaN", "Infinity", "-Infinity", "nul"),
              Stream.of("1e308", "1e999", "-1e999", "1e-400", "5e-324", "0.1", "-1", "1e2"),
              Stream.of(
                  "2147483648", "9223372036854775807", "9223372036854775808", "9".repeat(400)),
              Stream.of(
                  "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"\\x\""),
              Stream.of(
                  "\"NaN\"", "\"1\"", "\"PT0S\"", "\"PT9223372036854775807S\"", "\"P99999999D\""),
              Stream.of("\"9999-12-31T23:59:59Z\"", "\"+1000000000-12-31T23:59:59.999999999Z\""),
              Stream.of("\"'; drop table nodes; --\"", "\"${jndi:ldap://127.0.0.1:1/a}\""),
              Stream.of(
                  "\"a\\r\\nX-Injected: 1\"", "\"../../../etc/passwd\"", "\"\\u202e\\ufeff\""),
              Stream.of(
                  "\"http://169.254.169.254/\"", "\"<script>alert(1)</script>\"", "\"%00%n%s\""),
              Stream.of(text("a", 128), text("a", 129), text("a", 300), text("a", 70_000)),
              Stream.of(text("\u00e9", 200), text("\ud83d\ude00", 64), text("\ud83d\ude00", 100)),
              Stream.of(nested("[", "]", 90), nested("[", "]", 2000), nested("{\"a\":", "}", 600)))
          .flatMap(values -> values)
          .toList();

  private final JsonNode schemas;
  private final Map<String, List<String>> known;
  private final RandomGenerator random;

  /**
   * @param known ids that the registry gave, by the name of their field
   */
  FuzzedJson(JsonNode schemas, Map<String, List<String>> known, RandomGenerator random) {
    this.schemas = schemas;
    this.known = known;
    this.random = random;
  }

  /** A body for {@code schema}; half of them honest, as far as a schema can tell. */
  JsonNode body(JsonNode schema) {
    JsonNode body = value("", schema, 0);
    for (int change = random.nextInt(4) - 1; change > 0; change--) {
      spoil(body);
    }
    return body;
  }

  /** Text for a path or query. */
  String text(String name, JsonNode schema) {
    return switch (random.nextInt(8)) {
      case 0 -> "a\u0000b";
      case 1, 2 -> hostile().toString().replace("\"", "");
      default -> value(name, schema, 0).asString("");
    };
  }

  private JsonNode value(String name, JsonNode schema, int depth) {
    List<String> ids = known.getOrDefault(name, List.of());
    if (!ids.isEmpty() && random.nextInt(5) > 0) {
      return NODES.stringNode(ids.get(random.nextInt(ids.size())));
    }
    if (schema.has("$ref")) {
      return value(
          name, schemas.get(schema.get("$ref").asString().substring(REFERENCE.length())), depth);
    }
    if (depth > DEEPEST || random.nextInt(60) == 0) {
      return hostile();
    }
    for (String alternatives : List.of("anyOf", "oneOf", "enum")) {
      if (schema.has(alternatives)) {
        JsonNode chosen = any(schema.get(alternatives));
        return alternatives.equals("enum") ? chosen : value(name, chosen, depth + 1);
      }
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    return schema.has("example") && random.nextInt(3) > 0
        ? schema.get("example").deepCopy()
        : typed(schema, depth);
  }

  private JsonNode typed(JsonNode schema, int depth) {
    JsonNode types = schema.path("type");
    String type = types.isArray() ? any(types).asString() : types.asString("object");
    return switch (type) {
      case "string" -> NODES.stringNode(string(schema));
      case "integer" -> NODES.numberNode(random.nextLong(-2, 300));
      case "number" -> NODES.numberNode(random.nextDouble(-1, 2));
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "array" -> array(schema, depth);
      case "null" -> NODES.nullNode();
      default -> object(schema, depth);
    };
  }

  private String string(JsonNode schema) {
    if (schema.has("pattern")) {
      return "0123456789abcdef".repeat(4);
    }
    return schema.path("format").asString("").equals("duration")
        ? "PT" + random.nextInt(400) + "S"
        : "text-" + random.nextInt(20);
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(value("", schema.path("items"), depth + 1));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    schema
        .path("properties")
        .forEachEntry(
            (name, property) -> {
              if (random.nextInt(4) > 0) {
                object.set(name, value(name, property, depth + 1));
              }
            });
    return object;
  }

  /** Puts something hostile somewhere into the body. */
  private void spoil(JsonNode body) {
    if (body instanceof ObjectNode object && !object.isEmpty()) {
      String name = List.copyOf(object.propertyNames()).get(random.nextInt(object.size()));
      JsonNode inside = object.get(name);
      if (inside.isContainer() && random.nextInt(3) > 0) {
        spoil(inside);
      } else if (random.nextInt(4) == 0) {
        object.remove(name);
      } else {
        object.set(name, hostile());
      }
    } else if (body instanceof ArrayNode array) {
      array.add(hostile());
    }
  }

  private JsonNode hostile() {
    return NODES.rawValueNode(new RawValue(HOSTILE.get(random.nextInt(HOSTILE.size()))));
  }

  private JsonNode any(JsonNode list) {
    return list.get(random.nextInt(list.size()));
  }

  private static String text(String letter, int times) {
    return '"' + letter.repeat(times) + '"';
  }

  private static String nested(String open, String close, int depth) {
    return open.repeat(depth) + "1" + close.repeat(depth);
  }
}
