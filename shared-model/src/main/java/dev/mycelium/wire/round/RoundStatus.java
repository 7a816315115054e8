package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.group.GroupId;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator answers to a member that asks what there is to do.
 *
 * @param head newest committed version; null before version 0
 * @param candidate what would become the next version, to be fetched and held; null outside step 5
 * @param manifest call to train that this member has not answered; null if there is none
 * @param uploadWanted head that the coordinator lacks and a member holds
 * @param scoreWanted whether this member is among those that score {@code head}
 * @param keep the group's best head, to be kept beside {@code head}; absent if none is kept
 */
public record RoundStatus(
    @JsonProperty("group_id") GroupId groupId,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("head") @Nullable Head head,
    @JsonProperty("candidate") @Nullable Head candidate,
    @JsonProperty("manifest") @Nullable RoundManifest manifest,
    @JsonProperty("upload_wanted") @Nullable Sha256 uploadWanted,
    @JsonProperty("score_wanted") boolean scoreWanted,
    @JsonProperty("keep") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Sha256 keep) {

  public RoundStatus {
    groupId = Expect.present(groupId, "group_id", "the group of the round");
    Expect.atLeast(epoch, "epoch", 1);
  }
}
