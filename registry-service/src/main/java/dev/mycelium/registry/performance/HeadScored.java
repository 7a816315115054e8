package dev.mycelium.registry.performance;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;

/**
 * A member measured a head; told in the transaction that keeps the score, under the group's lock.
 */
public record HeadScored(GroupId group, NodeId node, Score score) {}
