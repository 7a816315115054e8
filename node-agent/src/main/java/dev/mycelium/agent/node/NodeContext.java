package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.HeartbeatLoop;
import dev.mycelium.wire.node.NodeId;

/** What the parts of a running node share. */
record NodeContext(
    NodeProfile profile,
    NodeParts parts,
    Whereabouts whereabouts,
    Presence presence,
    HeartbeatLoop heartbeat,
    RoundRelay relay) {

  NodeId self() {
    return requireNonNull(profile.registration().nodeId(), "nodeId");
  }
}
