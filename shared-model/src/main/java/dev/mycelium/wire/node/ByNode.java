package dev.mycelium.wire.node;

import org.jspecify.annotations.Nullable;

/** A request that one node makes: a registry does nothing for a keyed node but at its own wish. */
public interface ByNode {
  /** The node that asks; null if it has no id yet. */
  @Nullable NodeId nodeId();
}
