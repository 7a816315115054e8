package dev.mycelium.registry.node;

import dev.mycelium.wire.node.NodeId;

/** A node said goodbye; heard inside the transaction that records it. */
public record NodeLeft(NodeId id) {}
