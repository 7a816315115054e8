package dev.mycelium.registry.event;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that just happened, before the log gives it a number and a time.
 *
 * @param subjects ids by role
 * @param reason one sentence
 * @param figures the numbers behind the reason
 */
public record Fact(
    EventKind kind, Map<String, String> subjects, String reason, Map<String, Double> figures) {

  public Fact {
    subjects = Map.copyOf(subjects);
    figures = Map.copyOf(figures);
  }

  public static Fact of(EventKind kind, String reason) {
    return new Fact(kind, Map.of(), reason, Map.of());
  }

  public Fact about(NodeId node) {
    return with("node_id", node.value());
  }

  public Fact in(GroupId group) {
    return with("group_id", group.value());
  }

  /** The group that a node came from. */
  public Fact from(GroupId group) {
    return with("from_group", group.value());
  }

  public Fact figure(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(figures);
    more.put(name, value);
    return figures(more);
  }

  public Fact figures(Map<String, Double> replaced) {
    return new Fact(kind, subjects, reason, replaced);
  }

  private Fact with(String role, String id) {
    Map<String, String> more = new LinkedHashMap<>(subjects);
    more.put(role, id);
    return new Fact(kind, more, reason, figures);
  }
}
