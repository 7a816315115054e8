package dev.mycelium.agent.simulation.world;

import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Submission;

/** Whoever wants to know what happens in a world, at the moment it does. */
interface WorldWatch extends RegistryWatch {

  /** The answer to a submission is about to leave its coordinator. */
  default void acknowledged(NodeId coordinator, GroupId group, Submission submission) {}

  /** The coordinator's attempt ended; its blobs are still there. */
  default void ended(VirtualNode coordinator, RoundManifest manifest, RoundOutcome outcome) {}
}
