package dev.mycelium.registry.group;

import dev.mycelium.registry.node.NodeState;
import dev.mycelium.registry.node.Nodes;
import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who coordinates a group, and what the coordinator may do. */
@Service
public class Terms {
  private final GroupRows groups;
  private final MembershipRows memberships;
  private final Nodes nodes;
  private final Announcements announcements;
  private final Clock clock;

  Terms(
      GroupRows groups,
      MembershipRows memberships,
      Nodes nodes,
      Announcements announcements,
      Clock clock) {
    this.groups = groups;
    this.memberships = memberships;
    this.nodes = nodes;
    this.announcements = announcements;
    this.clock = clock;
  }

  /**
   * A member's heartbeat reaches its group: the term may begin or end with it. Empty if it is in
   * none, or in one that was deleted while this waited for it.
   */
  @Transactional
  public Optional<GroupPulse> beat(NodeState node, Heartbeat beat) {
    return memberships
        .groupOf(node.id().value())
        .flatMap(groups::lock)
        .map(group -> beat(node, group, beat));
  }

  /** Judges a candidate head under the group's lock; the proposer of a new head holds it. */
  @Transactional
  public HeadChain.Verdict propose(GroupId id, HeadProposal proposal) {
    Group group = locked(id);
    HeadChain.Verdict verdict = group.propose(proposal, clock.instant());
    if (verdict instanceof HeadChain.Verdict.Committed) {
      memberships
          .findById(proposal.nodeId().value())
          .filter(member -> member.group().equals(id))
          .ifPresent(member -> member.hold(proposal.sha()));
    }
    return verdict;
  }

  /** The group's present term, which stays as it is until the transaction ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public CoordinatorTerm lock(GroupId id) {
    return locked(id).term();
  }

  private GroupPulse beat(NodeState node, Group group, Heartbeat beat) {
    Membership member = memberships.findById(node.id().value()).orElseThrow();
    if (!isOvertaken(beat, member, group.head())) {
      member.hold(beat.holds());
    }
    group.notice(beat.epoch() == null ? 0 : beat.epoch());
    if (group.term().isHeldBy(node.id()) && !node.offersCoordination()) {
      group.vacateTerm(node.id());
      announcements.vacated(group, node.id(), "The coordinator no longer offers itself");
    } else if (group.isActive() && group.term().isVacant() && node.mayCoordinate()) {
      succeed(group, member);
    }
    return group.toPulse();
  }

  /** Said in the round that made the member's head, and heard after its commit. */
  private static boolean isOvertaken(Heartbeat beat, Membership member, @Nullable Head head) {
    return head != null
        && beat.holds() != null
        && beat.holds().equals(head.parentSha())
        && beat.round() != null
        && beat.round() <= head.round()
        && member.holds(head.sha());
  }

  private void succeed(Group group, Membership candidate) {
    Head head = group.head();
    boolean holds = head == null || candidate.holds(head.sha());
    if (head == null || holds || !hasWillingHolder(group, head)) {
      group.grantTerm(candidate.node());
      announcements.granted(group, candidate.node(), reason(head, holds));
    }
  }

  private static String reason(@Nullable Head head, boolean holds) {
    if (head == null) {
      return "The first member that offers itself";
    }
    return holds
        ? "The member offers itself and holds the head"
        : "No online member that offers itself holds the head";
  }

  private boolean hasWillingHolder(Group group, Head head) {
    Instant now = clock.instant();
    List<NodeId> holders =
        memberships.holders(group.groupId().value(), head.sha().hex()).stream()
            .map(Membership::node)
            .toList();
    return nodes.byId(holders).values().stream()
        .anyMatch(holder -> holder.mayCoordinate() && holder.statusAt(now) == NodeStatus.ONLINE);
  }

  private Group locked(GroupId id) {
    return groups.lock(id.value()).orElseThrow(() -> GroupNotFoundException.of(id));
  }
}
