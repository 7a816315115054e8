package dev.mycelium.wire.node;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer to a registration; body as in the original registry. */
public record NodeRegistered(
    @JsonProperty("node_id") NodeId nodeId, @JsonProperty("status") String status) {

  public static NodeRegistered of(NodeId nodeId) {
    return new NodeRegistered(nodeId, "registered");
  }
}
