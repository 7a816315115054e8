package dev.mycelium.agent.simulation.world;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;

/** Whoever wants to know what a registry writes, at the moment it does. */
interface RegistryWatch {

  default void registered(NodeId node) {}

  default void joined(NodeId node, GroupId group) {}

  default void left(NodeId node, GroupId group, String reason) {}

  default void termed(GroupId group, CoordinatorTerm term) {}

  default void committed(GroupId group, HeadProposal proposal, Head head) {}
}
