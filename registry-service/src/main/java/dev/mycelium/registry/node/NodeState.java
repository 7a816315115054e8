package dev.mycelium.registry.node;

import dev.mycelium.rules.Lease;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knew of a node at one moment.
 *
 * @param keyed whether its id is bound to a public key
 * @param reachable whether it answered at its address when it was last called; null before
 * @param kept ONLINE while the node's place is kept, then OFFLINE or LEFT
 */
public record NodeState(
    NodeId id,
    String address,
    @Nullable String name,
    NodeStatus kept,
    Lease lease,
    double localPerformance,
    boolean offersCoordination,
    boolean keyed,
    @Nullable Boolean reachable,
    Instant registeredAt) {

  /**
   * Whether it may become its group's coordinator: it offers, and if it has a key it has answered
   * at its address. Nodes without one cannot prove who answers and are taken at their word.
   */
  public boolean mayCoordinate() {
    return offersCoordination && (!keyed || Boolean.TRUE.equals(reachable));
  }

  /**
   * The status to show. A lease that is over shows as SUSPECT until expiry frees the node's place:
   * OFFLINE always means that the place is free.
   */
  public NodeStatus statusAt(Instant now) {
    return kept == NodeStatus.ONLINE && lease.isSuspectAt(now) ? NodeStatus.SUSPECT : kept;
  }
}
