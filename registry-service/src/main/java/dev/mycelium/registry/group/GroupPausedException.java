package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;

/** The group takes nobody in while it is paused. */
final class GroupPausedException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private GroupPausedException(GroupId id) {
    super(ProblemType.GROUP_PAUSED, "state: paused (expected: active)");
    member("group_id", id.value());
  }

  static GroupPausedException of(GroupId id) {
    return new GroupPausedException(id);
  }
}
