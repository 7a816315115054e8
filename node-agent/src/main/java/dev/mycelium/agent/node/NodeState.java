package dev.mycelium.agent.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.round.Head;
import org.jspecify.annotations.Nullable;

/**
 * What a node is doing, as {@code GET /status} shows it.
 *
 * @param round that it worked in last; null before the first in this group
 * @param coordinating whether this node runs its group's rounds
 * @param completedRounds rounds that it saw completed since it started
 */
public record NodeState(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("name") @Nullable String name,
    @JsonProperty("group_id") @Nullable GroupId groupId,
    @JsonProperty("coordinator") @Nullable Coordinator coordinator,
    @JsonProperty("coordinating") boolean coordinating,
    @JsonProperty("round") @Nullable Long round,
    @JsonProperty("head") @Nullable Head head,
    @JsonProperty("score") @Nullable Score score,
    @JsonProperty("completed_rounds") long completedRounds) {

  static NodeState of(NodeContext node, Vitals vitals) {
    Whereabouts.Place place = node.whereabouts().now();
    GroupId group = place.group();
    return new NodeState(
        node.self(),
        node.profile().registration().name(),
        group,
        place.coordinator(),
        node.presence().coordinator().isPresent(),
        vitals.round(),
        node.relay().newest().orElse(null),
        group == null ? null : vitals.scoreIn(group),
        node.relay().completed());
  }
}
