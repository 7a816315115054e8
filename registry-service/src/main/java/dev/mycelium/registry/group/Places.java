package dev.mycelium.registry.group;

import dev.mycelium.registry.node.NodeExpired;
import dev.mycelium.registry.node.NodeLeft;
import dev.mycelium.registry.node.Nodes;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.NodeId;
import java.time.Clock;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who sits where. A place is taken and freed in the transaction that counts it; locks are taken on
 * the node first, then on groups in the order of their ids.
 */
@Service
public class Places {
  private final GroupRows groups;
  private final MembershipRows memberships;
  private final Invitations invitations;
  private final Nodes nodes;
  private final Announcements announcements;
  private final Clock clock;

  Places(
      GroupRows groups,
      MembershipRows memberships,
      Invitations invitations,
      Nodes nodes,
      Announcements announcements,
      Clock clock) {
    this.groups = groups;
    this.memberships = memberships;
    this.invitations = invitations;
    this.nodes = nodes;
    this.announcements = announcements;
    this.clock = clock;
  }

  /** Gives the node a place; from another group this is a move, its old place is freed. */
  @Transactional
  public void join(JoinRequest request) {
    if (!groups.existsById(request.groupId().value())) {
      throw GroupNotFoundException.of(request.groupId());
    }
    nodes.hear(request.nodeId());
    Membership held = memberships.findById(request.nodeId().value()).orElse(null);
    if (held == null) {
      enter(request);
    } else if (!held.group().equals(request.groupId())) {
      move(held, request);
    }
  }

  /** Frees the node's place in the group because it asks for it. */
  @Transactional
  public void leave(GroupId group, NodeId node) {
    if (!groups.existsById(group.value())) {
      throw GroupNotFoundException.of(group);
    }
    nodes.lock(node);
    Membership held =
        memberships
            .findById(node.value())
            .filter(membership -> membership.group().equals(group))
            .orElseThrow(() -> MemberNotFoundException.of(group, node));
    free(held, "The node left the group");
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(NodeExpired expired) {
    memberships
        .findById(expired.id().value())
        .ifPresent(held -> free(held, "The node's lease is over"));
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(NodeLeft left) {
    memberships.findById(left.id().value()).ifPresent(held -> free(held, "The node said goodbye"));
  }

  private void enter(JoinRequest request) {
    Group group = locked(request.groupId());
    admit(group, request);
    memberships.save(new Membership(request.nodeId(), request.groupId(), clock.instant()));
    announcements.joined(request);
  }

  private void move(Membership held, JoinRequest request) {
    GroupId from = held.group();
    boolean fromFirst = from.compareTo(request.groupId()) < 0;
    Group first = locked(fromFirst ? from : request.groupId());
    Group second = locked(fromFirst ? request.groupId() : from);
    admit(fromFirst ? second : first, request);
    vacate(fromFirst ? first : second, request.nodeId());
    held.moveTo(request.groupId(), clock.instant());
    announcements.moved(from, request);
  }

  private void free(Membership held, String reason) {
    Group group = locked(held.group());
    vacate(group, held.node());
    memberships.delete(held);
    announcements.left(held.group(), held.node(), reason);
  }

  private void admit(Group group, JoinRequest request) {
    if (!group.isOpen()) {
      invitations.redeem(group.groupId(), request.invitation());
    }
    group.admit(clock.instant());
  }

  private void vacate(Group group, NodeId node) {
    boolean coordinated = group.term().isHeldBy(node);
    group.vacate(node, clock.instant());
    if (coordinated) {
      announcements.vacated(group, node, "The coordinator gave up its place");
    }
  }

  private Group locked(GroupId id) {
    return groups.lock(id.value()).orElseThrow(() -> GroupNotFoundException.of(id));
  }
}
