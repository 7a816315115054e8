package dev.mycelium.registry.node;

import dev.mycelium.wire.node.NodeId;

/** A node should be called at the address that it claims; heard after the commit. */
record DialBackDue(NodeId node, String address, String publicKey) {}
