package dev.mycelium.e2e;

import dev.mycelium.registry.OpenApiContract;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to a registry in plain JSON, and holds every answer against its OpenAPI description. */
final class RegistryClient {
  static final JsonMapper JSON = JsonMapper.shared();

  private static final OpenApiContract API =
      OpenApiContract.of(Programs.ROOT.resolve("openapi/registry.yaml"));
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI registry;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  /** An answer as it came. */
  record Answer(int status, JsonNode body) {
    /** The field's text, or its JSON if it is no text. */
    String text(String field) {
      return body.path(field).asString();
    }

    <T> T as(Class<T> type) {
      if (status != 200) {
        throw new IllegalStateException(status + ": " + body + " (expected: 200)");
      }
      return JSON.treeToValue(body, type);
    }
  }

  RegistryClient(URI registry) {
    this.registry = registry;
  }

  URI registry() {
    return registry;
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer post(String path, String json) {
    return send("POST", path, json);
  }

  Answer put(String path, String json) {
    return send("PUT", path, json);
  }

  Answer delete(String path) {
    return send("DELETE", path, null);
  }

  List<GroupView> groups() {
    return List.of(get("/groups").as(GroupView[].class));
  }

  GroupView group(String id) {
    return get("/groups/" + id).as(GroupView.class);
  }

  List<MemberView> members(String group) {
    return List.of(get("/groups/" + group + "/members").as(MemberView[].class));
  }

  List<Head> heads(String group) {
    return List.of(get("/groups/" + group + "/heads").as(Head[].class));
  }

  /** -1 while there is no head. */
  long newestVersion(String group) {
    return heads(group).stream().mapToLong(Head::version).max().orElse(-1);
  }

  /** How the group's rounds went, in the order in which they ended. */
  List<RoundEntry> rounds(String group) {
    return List.of(get("/groups/" + group + "/rounds").as(RoundEntry[].class));
  }

  List<NodeView> nodes() {
    return List.of(get("/nodes").as(NodeView[].class));
  }

  NodeView node(String id) {
    return get("/nodes/" + id).as(NodeView.class);
  }

  private Answer send(String method, String path, @Nullable String json) {
    HttpRequest.Builder request = HttpRequest.newBuilder(registry.resolve(path)).timeout(TIMEOUT);
    if (json == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(json));
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      API.check(method, path, response.statusCode(), response.body());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + method + " " + path, e);
    }
  }
}
