package dev.mycelium.agent.migration;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a selector looks at.
 *
 * @param current the node's group
 * @param ownScore its newest head on the node's own hold-out; null until a head was measured that
 *     the node took part in making
 * @param groups all groups of the registry
 * @param candidates which of them the node could learn in
 */
public record SelectionView(
    GroupId current, @Nullable Double ownScore, List<GroupView> groups, Candidates candidates) {

  public SelectionView {
    requireNonNull(current, "current");
    groups = List.copyOf(groups);
    requireNonNull(candidates, "candidates");
  }
}
