package dev.mycelium.agent.directory;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * What is asked of the registry, in one attempt or several.
 *
 * @param json the body; empty for none
 * @param key the same in all attempts: a change is made once, however often it is asked for
 */
record RegistryCall(String method, String path, String json, UUID key) {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  static RegistryCall of(String method, String path, String json) {
    return new RegistryCall(method, path, json, UUID.randomUUID());
  }

  boolean isChange() {
    return !READS.contains(method);
  }

  byte[] body() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  void describe(HttpRequest.Builder request) {
    request.header("Accept", "application/json, application/problem+json");
    if (isChange()) {
      request.header("Idempotency-Key", key.toString());
    }
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(body()));
    }
  }
}
