package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.signature.ContentDigest;
import dev.mycelium.wire.signature.RequestSignature;
import dev.mycelium.wire.signature.SignatureInput;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

/** In the name of a node with a key, nobody else changes anything (fault catalogue, case 56). */
class SignatureTest {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Writes that are in no node's name. */
  private static final Set<String> OF_NO_NODE =
      Set.of(
          "POST /groups",
          "DELETE /groups/{group_id}",
          "PUT /groups/{group_id}/state",
          "PUT /groups/{group_id}/capacity",
          "PUT /groups/{group_id}/performance",
          "POST /groups/{group_id}/invitations");

  private static final ManualClock clock = new ManualClock();
  private static final Path file = RunningRegistry.temporaryFile();
  private static RunningRegistry registry;
  private static String group;

  private final KeyedNode one = KeyedNode.withClock(clock);
  private final KeyedNode two = KeyedNode.withClock(clock);

  /**
   * Every write in a node's name; {@code {node}}, {@code {group}} and {@code {key}} stand in it.
   */
  private enum Write {
    REGISTER(
        "POST",
        "/nodes/register",
        "{\"node_id\": \"{node}\", \"node_address\": \"h:2\", \"public_key\": \"{key}\"}"),
    BEAT("POST", "/nodes/{node}/heartbeat", "{\"epoch\": 1}"),
    PERFORM("PUT", "/nodes/{node}/performance", "{\"metric\": 0.9}"),
    JOIN("POST", "/groups/join", "{\"node_id\": \"{node}\", \"group_id\": \"{group}\"}"),
    PROPOSE(
        "POST",
        "/groups/{group}/heads",
        "{\"node_id\": \"{node}\", \"sha\": \"%s\", \"epoch\": 1, \"round\": 1}"
            .formatted("a".repeat(64))),
    REPORT(
        "POST",
        "/groups/{group}/rounds",
        """
        {"node_id": "{node}",
         "report": {"round": 1, "epoch": 1, "outcome": "rejected", "cause": "none", "counted": [],
                    "missing": {}}}
        """),
    LEAVE_GROUP("DELETE", "/groups/{group}/members/{node}", ""),
    LEAVE("DELETE", "/nodes/{node}", "");

    final String method;
    final String path;
    final String json;

    Write(String method, String path, String json) {
      this.method = method;
      this.path = path;
      this.json = json;
    }

    String pathFor(KeyedNode node) {
      return filled(path, node);
    }

    String jsonFor(KeyedNode node) {
      return filled(json, node);
    }

    private static String filled(String text, KeyedNode node) {
      return text.replace("{node}", node.id())
          .replace("{group}", group)
          .replace("{key}", node.publicKey());
    }
  }

  @BeforeAll
  static void start() {
    registry = RunningRegistry.on(file, clock);
    group = new Story(registry).group(1000);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void knowsEveryWriteThatIsInANodesName() {
    Set<String> unnamed = new TreeSet<>();
    registry
        .bean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            route ->
                route.getMethodsCondition().getMethods().stream()
                    .filter(method -> !READS.contains(method.name()))
                    .forEach(
                        method ->
                            route.getPatternValues().stream()
                                .filter(path -> !isTried(method.name(), path))
                                .forEach(path -> unnamed.add(method.name() + " " + path))));

    assertThat(unnamed).isEqualTo(OF_NO_NODE);
  }

  private boolean isTried(String method, String pattern) {
    return List.of(Write.values()).stream()
        .anyMatch(
            write ->
                write.method.equals(method)
                    && PathPatternParser.defaultInstance
                        .parse(pattern)
                        .matches(PathContainer.parsePath(write.pathFor(one))));
  }

  @ParameterizedTest
  @EnumSource
  void letsANodeWriteInItsOwnName(Write write) {
    member(one);

    Reply reply = own(one, write);

    assertThat(reply.status()).as(reply.body()).isNotIn(401, 403, 422);
  }

  @ParameterizedTest
  @EnumSource
  void letsNoNodeWriteInTheNameOfAnother(Write write) {
    member(one);
    member(two);

    refuses(
        403,
        write == Write.REGISTER ? "key-mismatch" : "another-node",
        write == Write.REGISTER
            ? new KeyedNode(two.id(), one.keys(), clock)
                .signed(
                    registry,
                    write.method,
                    write.path,
                    write.jsonFor(new KeyedNode(two.id(), one.keys(), clock)))
            : one.signed(registry, write.method, write.pathFor(two), write.jsonFor(two)));
  }

  @ParameterizedTest
  @EnumSource
  void letsNobodyWriteUnsigned(Write write) {
    member(one);

    refuses(
        401,
        "signature-required",
        write.jsonFor(one).isEmpty()
            ? HttpRequest.newBuilder(uri(write)).method(write.method, BodyPublishers.noBody())
            : HttpRequest.newBuilder(uri(write))
                .header("Content-Type", "application/json")
                .method(write.method, BodyPublishers.ofString(write.jsonFor(one))));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LEAVE_GROUP", "LEAVE"})
  void takesNoOtherBodyThanWasSigned(Write write) {
    member(one);
    String other = write.jsonFor(one).replaceFirst("\\}\\s*$", ", \"more\": 1}");
    HttpRequest signed =
        one.signed(registry, write.method, write.pathFor(one), write.jsonFor(one)).build();

    refuses(401, "signature-required", changed(signed, field -> field, other));
    String digest = ContentDigest.of(other.getBytes(StandardCharsets.UTF_8));
    refuses(
        401,
        "signature-required",
        changed(signed, field -> field.startsWith("sha-256=") ? digest : field, other));
  }

  @ParameterizedTest
  @EnumSource
  void takesASignatureOnce(Write write) {
    member(one);
    HttpRequest.Builder signed =
        one.signed(registry, write.method, write.pathFor(one), write.jsonFor(one));
    registry.send(signed.build());

    assertThat(refuses(401, "signature-required", signed).text("detail"))
        .startsWith("nonce: used before");
  }

  @Test
  void takesNoSignatureFromAnotherTime() {
    Clock late = Clock.offset(clock, Duration.ofMinutes(5).plusSeconds(1));
    Clock early = Clock.offset(clock, Duration.ofMinutes(-5).minusSeconds(1));
    member(one);
    clock.advance(Duration.ofMinutes(6));

    Reply ahead =
        refuses(401, "signature-required", beat(new KeyedNode(one.id(), one.keys(), late)));
    Reply behind =
        refuses(401, "signature-required", beat(new KeyedNode(one.id(), one.keys(), early)));

    assertThat(ahead.text("detail")).contains("PT5M1S ahead of the registry's clock", "clocks");
    assertThat(behind.text("detail")).contains("PT5M1S behind the registry's clock");
    assertThat(behind.text("registry_time")).isEqualTo(clock.instant().toString());
    Clock justLate = Clock.offset(clock, Duration.ofMinutes(5));
    Clock justEarly = Clock.offset(clock, Duration.ofMinutes(-5));
    assertThat(registry.send(beat(new KeyedNode(one.id(), one.keys(), justLate)).build()).status())
        .isEqualTo(200);
    assertThat(registry.send(beat(new KeyedNode(one.id(), one.keys(), justEarly)).build()).status())
        .isEqualTo(200);
  }

  @Test
  void takesNoSignatureFromBeforeItsStart() {
    member(one);
    HttpRequest.Builder recorded = beat(one);
    clock.advance(Duration.ofSeconds(2));
    registry.close();
    registry = RunningRegistry.on(file, clock);

    HttpRequest before = recorded.build();
    HttpRequest.Builder again =
        HttpRequest.newBuilder(before, (name, value) -> true)
            .uri(URI.create(registry.url() + before.uri().getPath()));

    assertThat(refuses(401, "signature-required", again).text("registry_time"))
        .isEqualTo(clock.instant().toString());
    assertThat(registry.send(beat(one).build()).status()).isEqualTo(200);
  }

  @Test
  void bindsAnIdToAKeyOnlyByItsSignature() {
    KeyedNode posing = new KeyedNode(one.id(), two.keys(), clock);

    refuses(
        401,
        "signature-required",
        posing.signed(registry, "POST", "/nodes/register", one.registration()));
    refuses(
        403,
        "another-node",
        two.signed(registry, "POST", "/nodes/register", posing.registration()));
    assertThat(registry.get("/nodes/" + one.id()).status()).isEqualTo(404);
  }

  @Test
  void takesNoHalfSignature() {
    member(one);
    HttpRequest whole = beat(one).build();
    String input = whole.headers().firstValue(SignatureInput.FIELD).orElseThrow();
    String signature = whole.headers().firstValue(RequestSignature.FIELD).orElseThrow();

    refuses(401, "signature-required", only(whole, RequestSignature.FIELD, signature));
    refuses(401, "signature-required", only(whole, SignatureInput.FIELD, input));
    refuses(401, "signature-required", beat(one).header(SignatureInput.FIELD, input));
    String fewer = input.replace(" \"@query\"", "");
    String truncated = signature.replaceFirst(".{8}:$", ":");
    refuses(401, "signature-required", beat(one).setHeader(SignatureInput.FIELD, fewer));
    refuses(401, "signature-required", beat(one).setHeader(RequestSignature.FIELD, truncated));
    refuses(401, "signature-required", beat(one).setHeader(RequestSignature.FIELD, signature));
  }

  @Test
  void givesTheAnswerOfAnHonestRetryToItsSignerOnly() {
    assertThat(keyed(one, "the key")).isEqualTo(200);
    String before = rows();

    assertThat(keyed(one, "the key")).isEqualTo(200);
    HttpRequest signed = register(one, "the key").build();
    Reply unsigned = registry.send(changed(signed, field -> "", one.registration()).build());

    assertThat(unsigned.status()).as(unsigned.body()).isIn(401, 422);
    assertThat(rows()).isEqualTo(before);
  }

  private int keyed(KeyedNode node, String key) {
    return registry.send(register(node, key).build()).status();
  }

  private HttpRequest.Builder register(KeyedNode node, String key) {
    return node.signed(registry, "POST", "/nodes/register", node.registration())
        .header("Idempotency-Key", key);
  }

  private HttpRequest.Builder beat(KeyedNode node) {
    return node.signed(registry, "POST", "/nodes/" + node.id() + "/heartbeat", "{}");
  }

  private static HttpRequest.Builder only(HttpRequest whole, String field, String value) {
    return HttpRequest.newBuilder(whole.uri())
        .header("Content-Type", "application/json")
        .header(field, value)
        .POST(BodyPublishers.ofString("{}"));
  }

  /** The same request with other fields, empty ones left out, and another body. */
  private static HttpRequest.Builder changed(
      HttpRequest request, UnaryOperator<String> fields, String body) {
    HttpRequest.Builder copy =
        HttpRequest.newBuilder(request.uri())
            .method(request.method(), BodyPublishers.ofString(body));
    request
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              String value =
                  name.equals("Content-Type") || name.equals("Idempotency-Key")
                      ? values.get(0)
                      : fields.apply(values.get(0));
              if (!value.isEmpty()) {
                copy.header(name, value);
              }
            });
    return copy;
  }

  private URI uri(Write write) {
    return URI.create(registry.url() + write.pathFor(one));
  }

  private static Reply own(KeyedNode node, Write write) {
    return node.send(registry, write.method, write.pathFor(node), write.jsonFor(node));
  }

  private static void member(KeyedNode node) {
    assertThat(node.register(registry).status()).isEqualTo(200);
    assertThat(own(node, Write.JOIN).status()).isEqualTo(200);
  }

  private static Reply refuses(int status, String slug, HttpRequest.Builder request) {
    String before = rows();
    Reply reply = registry.send(request.build());
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.text("type")).isEqualTo("urn:mycelium:problem:" + slug);
    assertThat(rows()).isEqualTo(before);
    return reply;
  }

  /** All that the registry keeps. */
  private static String rows() {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery("select name from sqlite_master where type = 'table'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      StringBuilder all = new StringBuilder();
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("select * from " + table)) {
          while (row.next()) {
            all.append(table);
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              all.append('|').append(row.getString(i));
            }
            all.append('\n');
          }
        }
      }
      return all.toString();
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
