package dev.mycelium.registry;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the registry answered. */
public record Reply(int status, String contentType, String body) {

  public JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  /** The text under {@code name}. */
  public String text(String name) {
    return json().get(name).asString();
  }

  public <T> T as(Class<T> type) {
    return JsonMapper.shared().readValue(body, type);
  }
}
