package dev.mycelium.agent.node;

import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
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
    GroupSpec spec = group.spec();
    return new UnusableGroupException(
        "group: %s learns %s (expected: %s)"
            .formatted(group.groupId(), spec == null ? "something untold" : text(spec), own));
  }

  private static String text(GroupSpec spec) {
    return spec.task() + " with " + spec.model().text();
  }
}
