package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;

/** The group admits invited nodes only, and invitations do not exist yet. */
final class InviteOnlyException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private InviteOnlyException(GroupId id) {
    super(ProblemType.INVITE_ONLY, "join_policy: invite-only (expected: open)");
    member("group_id", id.value());
  }

  static InviteOnlyException of(GroupId id) {
    return new InviteOnlyException(id);
  }
}
