package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.rules.Seats;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;

/** Fewer places were asked for than are taken. */
final class CapacityBelowMembersException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private CapacityBelowMembersException(GroupId id, Seats seats, int asked) {
    super(
        ProblemType.CAPACITY_BELOW_MEMBERS,
        "max_capacity: %d (expected: at least %d, the members)"
            .formatted(asked, seats.members() + seats.reserved()));
    member("group_id", id.value());
    member("capacity", seats.capacity());
    member("member_count", seats.members());
  }

  static CapacityBelowMembersException of(GroupId id, Seats seats, int asked) {
    return new CapacityBelowMembersException(id, seats, asked);
  }
}
