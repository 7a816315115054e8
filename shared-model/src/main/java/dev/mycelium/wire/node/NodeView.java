package dev.mycelium.wire.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.group.GroupId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as the registry lists it: the original's five fields first, then ours.
 *
 * @param reachable whether it answered at its address, with its signature, when the registry last
 *     called; null if it was not called, because it has no key or does not offer to coordinate
 */
public record NodeView(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("node_address") String nodeAddress,
    @JsonProperty("current_group_id") @Nullable GroupId currentGroupId,
    @JsonProperty("local_performance") double localPerformance,
    @JsonProperty("last_heartbeat") Instant lastHeartbeat,
    @JsonProperty("name") @Nullable String name,
    @JsonProperty("status") NodeStatus status,
    @JsonProperty("offers_coordination") boolean offersCoordination,
    @JsonProperty("heartbeat_interval") Duration heartbeatInterval,
    @JsonProperty("registered_at") Instant registeredAt,
    @JsonProperty("reachable") @Nullable Boolean reachable) {}
