package dev.mycelium.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Says of the wire's records what springdoc cannot see: which fields may be null (those marked so
 * in Java), which must be there (all others), and how closed alternatives are told apart.
 */
final class WireSchemas {
  private static final String WIRE = "dev.mycelium.wire.";
  private static final String REFERENCE = "#/components/schemas/";

  private final Map<String, Class<?>> types = new TreeMap<>();

  private WireSchemas() {}

  /** Of every type of the wire that a route takes or gives. */
  static WireSchemas of(RequestMappingHandlerMapping routes) {
    WireSchemas schemas = new WireSchemas();
    for (HandlerMethod route : routes.getHandlerMethods().values()) {
      schemas.collect(route.getMethod().getGenericReturnType());
      Arrays.stream(route.getMethod().getGenericParameterTypes()).forEach(schemas::collect);
    }
    return schemas;
  }

  /** RFC 9457, with the members that every problem of ours has. */
  static Schema<?> problem() {
    Schema<?> problem = object();
    problem.setDescription("RFC 9457, with what to do in `advice` and further members by type.");
    problem.addProperty("type", text().example("urn:mycelium:problem:group-full"));
    problem.addProperty("title", text());
    problem.addProperty("status", new JsonSchema().typesItem("integer").format("int32"));
    problem.addProperty("detail", text());
    problem.addProperty("instance", text().format("uri-reference"));
    problem.addProperty("advice", text());
    problem.setRequired(List.of("type", "title", "status", "detail", "instance", "advice"));
    problem.setAdditionalProperties(true);
    return problem;
  }

  @SuppressWarnings("rawtypes")
  void describe(Map<String, Schema> schemas) {
    types.forEach(
        (name, type) -> {
          if (type.isRecord()) {
            schemas.computeIfPresent(name, (key, schema) -> describe(type, schema));
          }
        });
    types.values().stream()
        .filter(type -> type.isAnnotationPresent(JsonTypeInfo.class))
        .forEach(type -> describeAlternatives(type, schemas));
  }

  private void collect(Type type) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(this::collect);
    } else if (type instanceof Class<?> raw && raw.getName().startsWith(WIRE)) {
      collect(raw);
    }
  }

  private void collect(Class<?> type) {
    if ((!type.isRecord() && !type.isSealed())
        || types.putIfAbsent(type.getSimpleName(), type) != null) {
      return;
    }
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(this::collect);
      return;
    }
    Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getGenericType)
        .forEach(this::collect);
  }

  private static Schema<?> describe(Class<?> type, Schema<?> found) {
    Schema<?> described = object();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getAccessor().getAnnotation(JsonProperty.class).value();
      Schema<?> property = property(component, requireNonNull(properties(found).get(name), name));
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      described.addProperty(name, nullable ? orNull(property) : property);
      if (!nullable) {
        described.addRequiredItem(name);
      }
    }
    WireExamples.of(type).ifPresent(described::setExample);
    return described;
  }

  /** Where springdoc draws a variant as "all of the interface and these", only these are wanted. */
  private static Map<String, Schema<?>> properties(Schema<?> found) {
    Map<String, Schema<?>> properties = new LinkedHashMap<>();
    if (found.getProperties() != null) {
      found.getProperties().forEach(properties::put);
    }
    if (found.getAllOf() != null) {
      found.getAllOf().forEach(part -> properties.putAll(properties(part)));
    }
    return properties;
  }

  private static Schema<?> property(RecordComponent component, Schema<?> found) {
    Class<?> type = component.getType();
    if (type.isSealed()) {
      return new JsonSchema().$ref(REFERENCE + type.getSimpleName());
    }
    if (type == NodeId.class || type == GroupId.class) {
      return text().minLength(1).maxLength(NodeId.LONGEST);
    }
    return type == Sha256.class ? text().pattern("^[0-9a-f]{64}$") : found;
  }

  private static Schema<?> orNull(Schema<?> schema) {
    if (schema.get$ref() == null && schema.getEnum() == null) {
      schema.addType("null");
      return schema;
    }
    return new JsonSchema().anyOf(List.of(schema, new JsonSchema().typesItem("null")));
  }

  @SuppressWarnings("rawtypes")
  private static void describeAlternatives(Class<?> type, Map<String, Schema> schemas) {
    String property = type.getAnnotation(JsonTypeInfo.class).property();
    Discriminator discriminator = new Discriminator().propertyName(property);
    Schema<?> either = new JsonSchema();
    for (JsonSubTypes.Type variant : type.getAnnotation(JsonSubTypes.class).value()) {
      String name = variant.value().getSimpleName();
      discriminator.mapping(variant.name(), REFERENCE + name);
      either.addOneOfItem(new JsonSchema().$ref(REFERENCE + name));
      Schema<?> drawn = requireNonNull(schemas.get(name), name);
      Schema<?> told = text();
      told.setConst(variant.name());
      drawn.addProperty(property, told);
      drawn.addRequiredItem(property);
    }
    either.setDiscriminator(discriminator);
    schemas.put(type.getSimpleName(), either);
  }

  private static Schema<?> object() {
    return new JsonSchema().typesItem("object");
  }

  private static Schema<?> text() {
    return new JsonSchema().typesItem("string");
  }
}
