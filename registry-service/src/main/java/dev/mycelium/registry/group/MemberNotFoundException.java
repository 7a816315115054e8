package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;

/** The node has no place in the group. */
final class MemberNotFoundException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private MemberNotFoundException(GroupId group, NodeId node) {
    super(ProblemType.NOT_FOUND, "Member not found");
    member("group_id", group.value());
    member("node_id", node.value());
  }

  static MemberNotFoundException of(GroupId group, NodeId node) {
    return new MemberNotFoundException(group, node);
  }
}
