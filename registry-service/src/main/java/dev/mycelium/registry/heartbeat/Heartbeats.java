package dev.mycelium.registry.heartbeat;

import dev.mycelium.registry.group.GroupPulse;
import dev.mycelium.registry.group.Terms;
import dev.mycelium.registry.node.NodeState;
import dev.mycelium.registry.node.Nodes;
import dev.mycelium.registry.performance.Standings;
import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupCondition;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.round.Head;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Answers signs of life: one transaction renews, scores, and lets a coordinator's term begin. */
@Service
class Heartbeats {
  private final Nodes nodes;
  private final Terms terms;
  private final Standings standings;

  Heartbeats(Nodes nodes, Terms terms, Standings standings) {
    this.nodes = nodes;
    this.terms = terms;
    this.standings = standings;
  }

  @Transactional
  HeartbeatReply beat(NodeId id, Heartbeat beat) {
    NodeState node = nodes.renew(id, beat);
    Optional<GroupPulse> pulse = terms.beat(node, beat);
    Score score = beat.score();
    if (score != null) {
      pulse
          .filter(group -> isOfACommittedHead(score, group.head()))
          .ifPresent(group -> standings.record(group.id(), id, score));
    }
    return pulse.map(group -> reply(node, group)).orElseGet(() -> reply(node));
  }

  /**
   * A score of a version to come would outrank every honest one. Without a head nothing can be
   * compared: the registry may have lost its database.
   */
  private static boolean isOfACommittedHead(Score score, @Nullable Head head) {
    return head == null || score.headVersion() <= head.version();
  }

  private HeartbeatReply reply(NodeState node, GroupPulse group) {
    return new HeartbeatReply(
        NodeStatus.ONLINE,
        node.lease().interval(),
        node.lease().duration(),
        group.id(),
        group.membershipVersion(),
        coordinator(node, group.term()),
        condition(group),
        group.head());
  }

  private static @Nullable GroupCondition condition(GroupPulse group) {
    if (group.activity() == GroupActivity.PAUSED) {
      return GroupCondition.paused();
    }
    return group.term().isVacant() ? GroupCondition.noCoordinator() : null;
  }

  private static HeartbeatReply reply(NodeState node) {
    return new HeartbeatReply(
        NodeStatus.ONLINE,
        node.lease().interval(),
        node.lease().duration(),
        null,
        null,
        null,
        null,
        null);
  }

  private @Nullable Coordinator coordinator(NodeState beating, CoordinatorTerm term) {
    NodeId holder = term.holder();
    if (holder == null) {
      return null;
    }
    String address =
        term.isHeldBy(beating.id())
            ? beating.address()
            : nodes.find(holder).map(NodeState::address).orElse("");
    return new Coordinator(holder, address, term.epoch());
  }
}
