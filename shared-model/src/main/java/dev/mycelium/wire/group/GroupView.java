package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.round.Head;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group as the registry lists it: the original's nine fields first, then ours.
 *
 * @param performanceMetric the measured metric of {@code standing}, else the claimed one, else 0.0
 * @param spec null for groups made by clients of the original registry
 * @param condition null while the group can work
 * @param headHolders online members that hold the newest head
 */
public record GroupView(
    @JsonProperty("group_id") GroupId groupId,
    @JsonProperty("model_type") String modelType,
    @JsonProperty("dataset_name") String datasetName,
    @JsonProperty("performance_metric") double performanceMetric,
    @JsonProperty("member_count") int memberCount,
    @JsonProperty("max_capacity") int maxCapacity,
    @JsonProperty("join_policy") JoinPolicy joinPolicy,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("last_updated") Instant lastUpdated,
    @JsonProperty("membership_version") long membershipVersion,
    @JsonProperty("spec") @Nullable GroupSpec spec,
    @JsonProperty("standing") Standing standing,
    @JsonProperty("coordinator") @Nullable Coordinator coordinator,
    @JsonProperty("condition") @Nullable GroupCondition condition,
    @JsonProperty("head") @Nullable Head head,
    @JsonProperty("head_holders") int headHolders,
    @JsonProperty("state") GroupActivity state) {

  /** Whether a node could join now; a paused group takes nobody. */
  public boolean hasRoom() {
    return state != GroupActivity.PAUSED && memberCount < maxCapacity;
  }
}
