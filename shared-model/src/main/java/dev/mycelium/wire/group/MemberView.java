package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.performance.Score;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group.
 *
 * @param holdsHead whether the group's newest head lies on the member's disk
 * @param score the member's latest, or null until it measured one in this group
 */
public record MemberView(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("node_address") String nodeAddress,
    @JsonProperty("name") @Nullable String name,
    @JsonProperty("status") NodeStatus status,
    @JsonProperty("joined_at") Instant joinedAt,
    @JsonProperty("holds_head") boolean holdsHead,
    @JsonProperty("score") @Nullable Score score) {}
