package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;

/** No group has this id. */
public final class GroupNotFoundException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private GroupNotFoundException(GroupId id) {
    super(ProblemType.GROUP_NOT_FOUND, "Group not found");
    member("group_id", id.value());
  }

  /** The detail is frozen: clients of the original registry compare it. */
  public static GroupNotFoundException of(GroupId id) {
    return new GroupNotFoundException(id);
  }
}
