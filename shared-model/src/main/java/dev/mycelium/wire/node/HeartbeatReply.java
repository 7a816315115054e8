package dev.mycelium.wire.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupCondition;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.Head;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the registry answers to a heartbeat: when to beat again, and where the node belongs.
 *
 * @param nextHeartbeat delay until the next heartbeat is due; binding
 * @param lease silence after which the node's place is freed
 * @param groupId null when the node is in no group, for example because its lease was over
 * @param membershipVersion grows with every join and leave of the group; null without a group
 */
public record HeartbeatReply(
    @JsonProperty("status") NodeStatus status,
    @JsonProperty("next_heartbeat") Duration nextHeartbeat,
    @JsonProperty("lease") Duration lease,
    @JsonProperty("group_id") @Nullable GroupId groupId,
    @JsonProperty("membership_version") @Nullable Long membershipVersion,
    @JsonProperty("coordinator") @Nullable Coordinator coordinator,
    @JsonProperty("condition") @Nullable GroupCondition condition,
    @JsonProperty("head") @Nullable Head head) {}
