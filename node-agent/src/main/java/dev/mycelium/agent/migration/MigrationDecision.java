package dev.mycelium.agent.migration;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.GroupId;
import java.util.Map;

/** What a selector decided, with the figures it decided by. */
public sealed interface MigrationDecision {

  /** One sentence. */
  String reason();

  Map<String, Double> figures();

  /** The node stays where it is. */
  record Stay(String reason, Map<String, Double> figures) implements MigrationDecision {
    public Stay {
      requireNonNull(reason, "reason");
      figures = Map.copyOf(figures);
    }
  }

  /** The node should join {@code to}. */
  record Move(GroupId to, String reason, Map<String, Double> figures) implements MigrationDecision {
    public Move {
      requireNonNull(to, "to");
      requireNonNull(reason, "reason");
      figures = Map.copyOf(figures);
    }
  }
}
