package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Texts that do something elsewhere, in every string of every operation: here they are texts.
 * Nothing is dialled, no table is lost, no line of a header or of the log is made by them.
 */
class PayloadTest {
  private static final String FORGED = "FORGED";
  private static final String REFERENCE = "#/components/schemas/";

  private final ServerSocket trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger caught = new AtomicInteger();
  private final List<String> forged = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> log =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getFormattedMessage().contains("\n" + FORGED)) {
            forged.add(event.getFormattedMessage());
          }
        }
      };
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonNode api =
      new YAMLMapper().readTree(Path.of("..", "openapi", "registry.yaml").toFile());
  private final List<String> payloads =
      Stream.of(
              "'; drop table nodes; --",
              "' or '1'='1",
              "${jndi:ldap://127.0.0.1:%d/a}",
              "http://127.0.0.1:%d/",
              "127.0.0.1:%d",
              "file:///etc/passwd",
              "a\r\nX-Injected: 1\r\n\r\n" + FORGED)
          .map(text -> text.formatted(trap.getLocalPort()))
          .toList();

  PayloadTest() throws IOException {}

  @BeforeEach
  void listen() {
    Thread listener = new Thread(this::catchCallers, "trap");
    listener.setDaemon(true);
    listener.start();
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void close() throws IOException {
    root().detachAppender(log);
    trap.close();
  }

  @Test
  void staysTextWhereverItIsSent() throws Exception {
    try (RunningRegistry registry = RunningRegistry.on(RunningRegistry.temporaryFile())) {
      String before = new Story(registry).node();

      List<HttpRequest> requests = requests(registry.url());
      int registered = 0;
      for (HttpRequest request : requests) {
        HttpResponse<String> reply = http.send(request, BodyHandlers.ofString());
        assertThat(reply.statusCode()).as("%s %s", request.uri(), reply.body()).isLessThan(500);
        assertThat(reply.headers().firstValue("X-Injected")).isEmpty();
        assertThat(reply.body()).doesNotContain("Exception", "root:", "SQL");
        registered += reply.statusCode() == 200 && isRegistration(request) ? 1 : 0;
      }

      assertThat(requests).hasSizeGreaterThan(300);
      assertThat(registered).as("payloads that reach the database").isPositive();
      assertThat(registry.get("/nodes/" + before).status()).isEqualTo(200);
    }
    assertThat(caught).hasValue(0);
    assertThat(forged).isEmpty();
  }

  private static boolean isRegistration(HttpRequest request) {
    return request.uri().getPath().equals("/nodes/register");
  }

  private void catchCallers() {
    try {
      while (true) {
        trap.accept().close();
        caught.incrementAndGet();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private List<HttpRequest> requests(String url) {
    List<HttpRequest> requests = new ArrayList<>();
    api.get("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, operation) -> {
                      String verb = method.toUpperCase(Locale.ROOT);
                      for (String payload : payloads) {
                        requests.addAll(requests(url + path, verb, operation, payload));
                      }
                    }));
    return requests;
  }

  /** The payload in the path, in each parameter of the query, and in each text of the body. */
  private List<HttpRequest> requests(
      String route, String method, JsonNode operation, String payload) {
    List<HttpRequest> requests = new ArrayList<>();
    String known = route.replaceAll("\\{[^}]+}", "some-id");
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema/$ref");
    JsonNode honest = schema.isMissingNode() ? null : example(schema.asString());
    String filled = route.replaceAll("\\{[^}]+}", encoded(payload));
    requests.add(request(method, filled, honest, payload));
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.get("in").asString().equals("query")) {
        String query = "?" + parameter.get("name").asString() + "=" + encoded(payload);
        requests.add(request(method, known + query, honest, payload));
      }
    }
    if (honest != null) {
      spoiled(honest, payload).forEach(body -> requests.add(request(method, known, body, payload)));
    }
    return requests;
  }

  private static HttpRequest request(
      String method, String url, @Nullable JsonNode body, String payload) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    String line = payload.replaceAll("[\\r\\n]", " ");
    request.header("User-Agent", line).header("X-Forwarded-For", line);
    request.header("X-Forwarded-Host", line).header("Last-Event-ID", line);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body.toString()))
        .build();
  }

  /** As the documentation shows it; it offers nothing for which the registry would call a node. */
  private JsonNode example(String reference) {
    String name = reference.substring(REFERENCE.length());
    JsonNode example = api.at("/components/schemas").get(name).get("example").deepCopy();
    if (name.equals("NodeRegistration")) {
      ((ObjectNode) example).put("offers_coordination", false);
    }
    return example;
  }

  private static List<JsonNode> spoiled(JsonNode honest, String payload) {
    List<JsonNode> bodies = new ArrayList<>();
    int texts = spoil(honest.deepCopy(), payload, Integer.MAX_VALUE);
    for (int text = 0; text < texts; text++) {
      JsonNode body = honest.deepCopy();
      spoil(body, payload, text);
      bodies.add(body);
    }
    return bodies;
  }

  /** Puts the payload in place of the text of this number; how many texts were passed. */
  private static int spoil(JsonNode node, String payload, int number) {
    int passed = 0;
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode value = object.get(name);
        if (value.isString() && passed++ == number) {
          object.put(name, payload);
        }
        passed += spoil(value, payload, number - passed);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode value = array.get(i);
        if (value.isString() && passed++ == number) {
          array.set(i, payload);
        }
        passed += spoil(value, payload, number - passed);
      }
    }
    return passed;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
