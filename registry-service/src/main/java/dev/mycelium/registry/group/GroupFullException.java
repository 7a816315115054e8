package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.rules.Seats;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;

/** Every place of the group is taken. */
final class GroupFullException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private GroupFullException(GroupId id, Seats seats) {
    super(ProblemType.GROUP_FULL, "Group at capacity");
    member("group_id", id.value());
    member("capacity", seats.capacity());
    member("member_count", seats.members());
  }

  /** The detail is frozen: clients of the original registry compare it. */
  static GroupFullException of(GroupId id, Seats seats) {
    return new GroupFullException(id, seats);
  }
}
