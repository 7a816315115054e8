package dev.mycelium.agent.simulation.world;

import dev.mycelium.agent.simulation.world.RegistryRows.GroupRow;
import dev.mycelium.agent.simulation.world.RegistryRows.NodeRow;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.round.Head;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of a virtual registry as it shows them. */
final class Views {
  private Views() {}

  static GroupView of(
      GroupId id,
      GroupRow group,
      @Nullable Coordinator coordinator,
      Map<NodeId, NodeRow> members,
      Instant now) {
    Standing standing = standing(members);
    Head head = group.chain.head();
    return new GroupView(
        id,
        group.creation.modelType(),
        group.creation.datasetName(),
        standing.shown(),
        group.seats.members(),
        group.seats.capacity(),
        JoinPolicy.OPEN,
        Instant.EPOCH,
        Instant.EPOCH,
        group.membershipVersion,
        group.creation.spec(),
        standing,
        coordinator,
        null,
        head,
        head == null ? 0 : holders(head, members, now),
        GroupActivity.ACTIVE);
  }

  private static int holders(Head head, Map<NodeId, NodeRow> members, Instant now) {
    return (int)
        members.values().stream()
            .filter(node -> head.sha().equals(node.holds))
            .filter(node -> node.lease.statusAt(now) == NodeStatus.ONLINE)
            .count();
  }

  static MemberView of(NodeId id, NodeRow node, Instant now) {
    return new MemberView(
        id,
        node.registration.nodeAddress(),
        null,
        node.lease.statusAt(now),
        Instant.EPOCH,
        node.holds != null,
        node.score);
  }

  /** The example-weighted mean of the scores on the newest head that has any. */
  private static Standing standing(Map<NodeId, NodeRow> members) {
    List<Score> scores =
        members.values().stream().map(node -> node.score).filter(Objects::nonNull).toList();
    long newest = scores.stream().mapToLong(Score::headVersion).max().orElse(-1);
    List<Score> counted = scores.stream().filter(score -> score.headVersion() == newest).toList();
    long examples = counted.stream().mapToLong(Score::examples).sum();
    double sum = counted.stream().mapToDouble(score -> score.value() * score.examples()).sum();
    return examples == 0
        ? Standing.unknown()
        : new Standing(sum / examples, newest, examples, null);
  }
}
