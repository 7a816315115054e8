package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.node.NodeId;

/**
 * The member that runs a group's rounds, by a term that began with {@code epoch}.
 *
 * @param address {@code host:port} at which the members find it
 */
public record Coordinator(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("address") String address,
    @JsonProperty("epoch") long epoch) {}
