package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadVerdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group as the registry lists it: the original's nine fields first, then ours.
 *
 * @param performanceMetric the measured metric of {@code standing}, else the claimed one, else 0.0
 * @param spec null for groups made by clients of the original registry
 * @param condition null while the group can work
 * @param headHolders online members that hold the newest head
 * @param best the head that its members found best; absent until one was scored
 * @param verdict what they found of the newest head that was compared with it
 * @param finalHead the head with which the group rests; absent while it goes on
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
    @JsonProperty("state") GroupActivity state,
    @JsonProperty("best") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BestHead best,
    @JsonProperty("verdict") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable HeadVerdict verdict,
    @JsonProperty("final") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Head finalHead) {

  /** A group whose heads nobody compared. */
  public GroupView(
      GroupId groupId,
      String modelType,
      String datasetName,
      double performanceMetric,
      int memberCount,
      int maxCapacity,
      JoinPolicy joinPolicy,
      Instant createdAt,
      Instant lastUpdated,
      long membershipVersion,
      @Nullable GroupSpec spec,
      Standing standing,
      @Nullable Coordinator coordinator,
      @Nullable GroupCondition condition,
      @Nullable Head head,
      int headHolders,
      GroupActivity state) {
    this(
        groupId,
        modelType,
        datasetName,
        performanceMetric,
        memberCount,
        maxCapacity,
        joinPolicy,
        createdAt,
        lastUpdated,
        membershipVersion,
        spec,
        standing,
        coordinator,
        condition,
        head,
        headHolders,
        state,
        null,
        null,
        null);
  }

  /** Whether a node could join now; a paused group takes nobody. */
  public boolean hasRoom() {
    return state != GroupActivity.PAUSED && memberCount < maxCapacity;
  }
}
