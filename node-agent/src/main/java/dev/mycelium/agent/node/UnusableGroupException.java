package dev.mycelium.agent.node;

import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.problem.Problem;

/** A group that a node was told to work in, and can't. */
public final class UnusableGroupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnusableGroupException(String message) {
    super(message);
  }

  static UnusableGroupException unknown(GroupId group) {
    return new UnusableGroupException(
        "group: %s (expected: a group that the registry lists)".formatted(group));
  }

  static UnusableGroupException refused(GroupId group, Problem problem) {
    return new UnusableGroupException("group: %s (%s)".formatted(group, problem.text()));
  }

  static UnusableGroupException incompatible(GroupView group, Candidates own) {
    return new UnusableGroupException(
        "group: %s does not fit this node: %s"
            .formatted(group.groupId(), String.join("; ", own.obstacles(group.spec()))));
  }
}
