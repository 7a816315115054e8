package dev.mycelium.registry;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.problem.ProblemType;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The description of the API, at /docs and in openapi/registry.yaml. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final List<ProblemType> OF_ANY_BODY =
      List.of(ProblemType.BODY_TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE);

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Mycelium registry")
                .version("1")
                .description(
                    "Which learning groups exist, which nodes are alive, and how well each group"
                        + " does. Data and models never pass through here. Errors are RFC 9457"
                        + " problems with a stable `type`; unknown request fields are ignored;"
                        + " times are ISO-8601 UTC.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/").description("This registry")))
        .tags(
            List.of(
                tag("groups", "What is learned, by whom, and how well"),
                tag("nodes", "Who is alive, where, and how well it does"),
                tag("heads", "Committed versions of a group's model"),
                tag("rounds", "How rounds went"),
                tag("events", "What happened, and why"),
                tag("network", "The network as a whole")))
        .components(new Components());
  }

  @Bean
  OpenApiCustomizer truthfulSchemas(RequestMappingHandlerMapping requestMappingHandlerMapping) {
    return api -> {
      WireSchemas.of(requestMappingHandlerMapping).describe(api.getComponents().getSchemas());
      api.getComponents().addSchemas("Problem", WireSchemas.problem());
    };
  }

  /** Every problem that a route names with {@link Refuses}, each with an example. */
  @Bean
  OperationCustomizer problems() {
    return (operation, method) -> {
      Refuses refuses = method.getMethodAnnotation(Refuses.class);
      Stream<ProblemType> named = refuses == null ? Stream.of() : Arrays.stream(refuses.value());
      Stream<ProblemType> always =
          operation.getRequestBody() == null ? Stream.of() : OF_ANY_BODY.stream();
      if (method.hasMethodAnnotation(PostMapping.class)) {
        operation.addParametersItem(idempotencyKey());
        always = Stream.concat(always, Stream.of(ProblemType.IDEMPOTENCY_KEY_REUSED));
      }
      Map<Integer, List<ProblemType>> byStatus =
          Stream.concat(named, always).collect(Collectors.groupingBy(ProblemType::status));
      byStatus.forEach(
          (status, types) ->
              operation.getResponses().addApiResponse(String.valueOf(status), refusal(types)));
      operation.getResponses().addApiResponse("default", anyOther());
      return operation;
    };
  }

  private static Tag tag(String name, String description) {
    return new Tag().name(name).description(description);
  }

  private static Parameter idempotencyKey() {
    return new Parameter()
        .in("header")
        .name("Idempotency-Key")
        .required(false)
        .description(
            "For 24 h the same request under this key is done once and answered the same, with"
                + " `Idempotent-Replayed: true`. Refusals are not kept.")
        .schema(new JsonSchema().typesItem("string").minLength(1).maxLength(200))
        .example("3d6f0a58-2f0e-4a9a-9f0c-0a4f5a1a7d11");
  }

  private static ApiResponse refusal(List<ProblemType> types) {
    MediaType media = problemMedia();
    types.forEach(type -> media.addExamples(type.slug(), new Example().value(example(type))));
    return new ApiResponse()
        .description(types.stream().map(ProblemType::title).collect(Collectors.joining(", or ")))
        .content(new Content().addMediaType(PROBLEM_JSON, media));
  }

  private static ApiResponse anyOther() {
    return new ApiResponse()
        .description("Any other problem: no such method, busy, or a fault of the registry")
        .content(new Content().addMediaType(PROBLEM_JSON, problemMedia()));
  }

  private static MediaType problemMedia() {
    return new MediaType().schema(new JsonSchema().$ref("#/components/schemas/Problem"));
  }

  private static Map<String, Object> example(ProblemType type) {
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("type", type.uri().toString());
    example.put("title", type.title());
    example.put("status", type.status());
    example.put("advice", type.advice());
    return example;
  }
}
