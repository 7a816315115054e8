package dev.mycelium.registry.group;

import dev.mycelium.registry.node.NodeExpired;
import dev.mycelium.registry.node.NodeLeft;
import dev.mycelium.registry.node.Nodes;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.NodeId;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    GroupId held = groupOf(request.nodeId()).orElse(null);
    if (held == null) {
      enter(request);
    } else if (!held.equals(request.groupId())) {
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
    if (groupOf(node).filter(group::equals).isEmpty()) {
      throw MemberNotFoundException.of(group, node);
    }
    free(node, "The node left the group");
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(NodeExpired expired) {
    free(expired.id(), "The node's lease is over");
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(NodeLeft left) {
    free(left.id(), "The node said goodbye");
  }

  private void enter(JoinRequest request) {
    Group group = locked(request.groupId());
    admit(group, request);
    memberships.save(new Membership(request.nodeId(), request.groupId(), clock.instant()));
    announcements.joined(request);
  }

  /** If the old group was deleted while this waited for it, the node comes from nowhere. */
  private void move(GroupId from, JoinRequest request) {
    Map<GroupId, Group> found = locked(List.of(from, request.groupId()));
    Group old = found.get(from);
    if (old == null) {
      enter(request);
      return;
    }
    Group next = found.get(request.groupId());
    if (next == null) {
      throw GroupNotFoundException.of(request.groupId());
    }
    admit(next, request);
    vacate(old, request.nodeId());
    held(request.nodeId()).moveTo(request.groupId(), clock.instant());
    announcements.moved(from, request);
  }

  /** With the group that was deleted while this waited for it, the place is gone, too. */
  private void free(NodeId node, String reason) {
    groupOf(node)
        .flatMap(id -> groups.lock(id.value()))
        .ifPresent(
            group -> {
              vacate(group, node);
              memberships.delete(held(node));
              announcements.left(group.groupId(), node, reason);
            });
  }

  private Optional<GroupId> groupOf(NodeId node) {
    return memberships.groupOf(node.value()).map(GroupId::new);
  }

  /** The place of a node, locked as well as its group. */
  private Membership held(NodeId node) {
    return memberships.findById(node.value()).orElseThrow();
  }

  private void admit(Group group, JoinRequest request) {
    if (!group.isOpen()) {
      invitations.redeem(group.groupId(), request.nodeId(), request.invitation());
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

  /** Those that exist, locked in the order of their ids. */
  private Map<GroupId, Group> locked(List<GroupId> ids) {
    Map<GroupId, Group> found = new HashMap<>();
    ids.stream()
        .sorted()
        .flatMap(id -> groups.lock(id.value()).stream())
        .forEach(group -> found.put(group.groupId(), group));
    return found;
  }

  private Group locked(GroupId id) {
    return groups.lock(id.value()).orElseThrow(() -> GroupNotFoundException.of(id));
  }
}
