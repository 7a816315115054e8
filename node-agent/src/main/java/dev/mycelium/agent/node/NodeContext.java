package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.HeartbeatLoop;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.util.HashSet;
import java.util.Set;

/** What the parts of a running node share. */
record NodeContext(
    NodeProfile profile,
    NodeParts parts,
    Whereabouts whereabouts,
    Presence presence,
    HeartbeatLoop heartbeat,
    RoundRelay relay,
    LeaderCircuit leaderCircuit) {

  NodeId self() {
    return requireNonNull(profile.registration().nodeId(), "nodeId");
  }

  /**
   * Blobs of a group that outlive its newest head: version 0 given as a file, and the best head.
   */
  static Set<Sha256> lasting(GroupView group) {
    Set<Sha256> lasting = new HashSet<>();
    if (group.spec() != null && group.spec().initial() != null) {
      lasting.add(group.spec().initial());
    }
    if (group.best() != null) {
      lasting.add(group.best().sha());
    }
    return lasting;
  }

  /** Blobs that no cleaning deletes: those of open rounds, and the version 0 of its own group. */
  Set<Sha256> pinned() {
    Set<Sha256> pinned = new HashSet<>(parts.journal().referenced());
    GroupSpec founding = profile.founding().spec();
    if (founding != null && founding.initial() != null) {
      pinned.add(founding.initial());
    }
    return pinned;
  }
}
