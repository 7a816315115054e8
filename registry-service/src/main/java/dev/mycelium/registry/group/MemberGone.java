package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;

/** A member's place was freed; heard inside the transaction that frees it. */
public record MemberGone(GroupId group, NodeId node) {}
