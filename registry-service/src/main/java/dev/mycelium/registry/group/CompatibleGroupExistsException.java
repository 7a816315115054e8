package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;

/** A founder may as well join a group that exists. */
final class CompatibleGroupExistsException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private CompatibleGroupExistsException(GroupId id) {
    super(ProblemType.COMPATIBLE_GROUP_EXISTS, "A compatible group with room exists");
    member("group_id", id.value());
  }

  static CompatibleGroupExistsException of(GroupId id) {
    return new CompatibleGroupExistsException(id);
  }
}
