package dev.mycelium.agent.directory;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events of the registry's log are wanted; null means any. */
public record EventQuery(@Nullable String kind, @Nullable GroupId group, @Nullable NodeId node) {
  public static final EventQuery ANY = new EventQuery(null, null, null);

  /** As query parameters, each with its ampersand. */
  String text() {
    List<String> parts = new ArrayList<>();
    add(parts, "kind", kind);
    add(parts, "group_id", group == null ? null : group.value());
    add(parts, "node_id", node == null ? null : node.value());
    return String.join("", parts);
  }

  private static void add(List<String> parts, String name, @Nullable String value) {
    if (value != null) {
      parts.add("&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
