package dev.mycelium.wire.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All groups and all nodes at one moment, as the original registry draws them. */
public record NetworkState(
    @JsonProperty("groups") List<GroupEntry> groups,
    @JsonProperty("nodes") List<NodeEntry> nodes,
    @JsonProperty("timestamp") Instant timestamp) {

  /**
   * A group with its members.
   *
   * @param members ids of the nodes whose group it is
   */
  public record GroupEntry(
      @JsonProperty("id") GroupId id,
      @JsonProperty("performance") double performance,
      @JsonProperty("members") List<NodeId> members,
      @JsonProperty("model_type") String modelType,
      @JsonProperty("dataset_name") String datasetName,
      @JsonProperty("member_count") int memberCount,
      @JsonProperty("max_capacity") int maxCapacity) {}

  /**
   * A node and its group.
   *
   * @param group null while the node is in none
   */
  public record NodeEntry(
      @JsonProperty("id") NodeId id,
      @JsonProperty("performance") double performance,
      @JsonProperty("group") @Nullable GroupId group,
      @JsonProperty("address") String address,
      @JsonProperty("last_heartbeat") Instant lastHeartbeat) {}
}
