package dev.mycelium.agent.directory;

import dev.mycelium.wire.group.GroupView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The groups of a registry's list that this release understands. A group of a newer release may
 * have a strategy, or something else in its spec, that is unknown here: it is left out, with one
 * warning, and hides no other. Thread-safe.
 */
final class ReadableGroups {
  private static final Logger log = LoggerFactory.getLogger(ReadableGroups.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, String> leftOut = new ConcurrentHashMap<>();

  /** In the order of the list. */
  List<GroupView> of(JsonNode[] list) {
    List<GroupView> groups = new ArrayList<>();
    for (JsonNode group : list) {
      read(group).ifPresent(groups::add);
    }
    return List.copyOf(groups);
  }

  /** The cause for each group that was ever left out, by its id. */
  Map<String, String> leftOut() {
    return Map.copyOf(leftOut);
  }

  private Optional<GroupView> read(JsonNode group) {
    try {
      return Optional.of(JSON.treeToValue(group, GroupView.class));
    } catch (JacksonException e) {
      String id = group.path("group_id").asString("of no id");
      String cause = String.valueOf(e.getOriginalMessage());
      if (leftOut.put(id, cause) == null) {
        log.warn(
            "group left out, this release does not understand it: group={} cause=\"{}\"",
            id,
            cause);
      }
      return Optional.empty();
    }
  }
}
