package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node in its group.
 *
 * @param holds the newest head on its disk, null until it told
 */
public record Member(NodeId node, GroupId group, Instant joinedAt, @Nullable Sha256 holds) {}
