package dev.mycelium.registry.node;

import dev.mycelium.wire.node.NodeId;

/** A node was silent for its whole lease; heard inside the transaction that records it. */
public record NodeExpired(NodeId id) {}
