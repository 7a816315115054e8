package dev.mycelium.registry;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.node.ByNode;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.signature.RequestSignature;
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
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The description of the API, at /docs and in openapi/registry.yaml. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final List<ProblemType> OF_ANY_BODY =
      List.of(ProblemType.BODY_TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE);

  private static final String SIGNATURE = "nodeSignature";
  private static final List<ProblemType> OF_A_NODES_NAME =
      List.of(ProblemType.SIGNATURE_REQUIRED, ProblemType.ANOTHER_NODE);

  /** The one POST whose answers are not kept. */
  private static final String HEARTBEAT = "beat";

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
        .components(new Components().addSecuritySchemes(SIGNATURE, signature()));
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
      if (isInANodesName(method)) {
        operation.setSecurity(
            List.of(new SecurityRequirement(), new SecurityRequirement().addList(SIGNATURE)));
        always = Stream.concat(always, OF_A_NODES_NAME.stream());
      }
      if (method.hasMethodAnnotation(PostMapping.class)
          && !operation.getOperationId().equals(HEARTBEAT)) {
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

  /** A change that the path or the body asks for in the name of a node. */
  private static boolean isInANodesName(HandlerMethod method) {
    return !method.hasMethodAnnotation(GetMapping.class)
        && Arrays.stream(method.getMethod().getParameterTypes())
            .anyMatch(type -> type == NodeId.class || ByNode.class.isAssignableFrom(type));
  }

  private static SecurityScheme signature() {
    return new SecurityScheme()
        .type(SecurityScheme.Type.APIKEY)
        .in(SecurityScheme.In.HEADER)
        .name(RequestSignature.FIELD)
        .description(
            """
            Needed in the name of a node that registered a `public_key`, at that registration, too; \
            nodes without a key need none. RFC 9421 with one signature by Ed25519: \
            `Signature-Input: node=("@method" "@path" "@query" "content-digest");created=SECONDS;\
            nonce="N";keyid="NODE_ID";alg="ed25519"` and `Signature: node=:BASE64:`. A request with a \
            body brings `Content-Digest: sha-256=:BASE64:` (RFC 9530); one without leaves \
            `"content-digest"` out. `created` is within 5 minutes of the registry's clock and after \
            its start; a refusal for that holds `registry_time`. A nonce is good once.""");
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
