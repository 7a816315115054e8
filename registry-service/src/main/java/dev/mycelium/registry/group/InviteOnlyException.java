package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;

/** The group admits invited nodes only. Which code was tried is never told back. */
final class InviteOnlyException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private InviteOnlyException(GroupId id, String what) {
    super(ProblemType.INVITE_ONLY, what);
    member("group_id", id.value());
  }

  static InviteOnlyException without(GroupId id) {
    return new InviteOnlyException(id, "invitation: missing (expected: a code of this group)");
  }

  static InviteOnlyException unknown(GroupId id) {
    return new InviteOnlyException(
        id, "invitation: unknown or used up (expected: a good code of this group)");
  }

  static InviteOnlyException limited(GroupId id) {
    return new InviteOnlyException(
        id, "invitation: for a number of joins (expected: one that is good without limit)");
  }
}
