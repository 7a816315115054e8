package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A coordinator's call to train: everything a member needs to know, and everything a reader needs
 * to recompute the round.
 *
 * @param head the head to start from
 * @param plan how to train
 * @param strategy how the updates will become one, as far as it concerns training, too; FedAvg if
 *     it is absent
 * @param deadline after which the round closes with what it has
 * @param membershipVersion the membership from which {@code asked} was drawn
 * @param asked the members asked to train, in the order of their ids
 * @param members how many members had data when the round began; as many as were asked if it is
 *     absent
 * @param compression in which numbers updates travel; none if it is absent
 */
public record RoundManifest(
    @JsonProperty("wire_version") int wireVersion,
    @JsonProperty("group_id") GroupId groupId,
    @JsonProperty("round") long round,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("head") Head head,
    @JsonProperty("plan") TrainingSpec plan,
    @JsonProperty("strategy") StrategySpec strategy,
    @JsonProperty("deadline") Instant deadline,
    @JsonProperty("membership_version") long membershipVersion,
    @JsonProperty("asked") List<NodeId> asked,
    @JsonProperty("members") Integer members,
    @JsonProperty("compression") CompressionSpec compression) {

  public RoundManifest {
    groupId = Expect.present(groupId, "group_id", "the group of the round");
    Expect.roundFrom(round, 1);
    Expect.atLeast(epoch, "epoch", 0);
    head = Expect.present(head, "head", "the head to start from");
    plan = Expect.present(plan, "plan", "how to train");
    strategy = Objects.requireNonNullElseGet(strategy, StrategySpec.FedAvg::new);
    deadline = Expect.present(deadline, "deadline", "an instant");
    asked = List.copyOf(Expect.present(asked, "asked", "the members asked to train"));
    members = Objects.requireNonNullElse(members, asked.size());
    Expect.inRange(members, "members", asked.size(), Integer.MAX_VALUE);
    compression = Objects.requireNonNullElseGet(compression, CompressionSpec.None::new);
  }

  /** A call to a group whose updates travel as they are. */
  public RoundManifest(
      int wireVersion,
      GroupId groupId,
      long round,
      long epoch,
      Head head,
      TrainingSpec plan,
      StrategySpec strategy,
      Instant deadline,
      long membershipVersion,
      List<NodeId> asked,
      Integer members) {
    this(
        wireVersion,
        groupId,
        round,
        epoch,
        head,
        plan,
        strategy,
        deadline,
        membershipVersion,
        asked,
        members,
        new CompressionSpec.None());
  }
}
