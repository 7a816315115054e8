package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What an operator does with a group: pause it, let it go on, give it more places, delete it. */
@Service
class Upkeep {
  private final GroupRows groups;
  private final MembershipRows memberships;
  private final Invitations invitations;
  private final Announcements announcements;
  private final Clock clock;

  Upkeep(
      GroupRows groups,
      MembershipRows memberships,
      Invitations invitations,
      Announcements announcements,
      Clock clock) {
    this.groups = groups;
    this.memberships = memberships;
    this.invitations = invitations;
    this.announcements = announcements;
    this.clock = clock;
  }

  /** Pauses the group or lets it go on; what it is already changes nothing. */
  @Transactional
  void become(GroupId id, GroupActivity wanted) {
    Group group = locked(id);
    if (group.isActive() == (wanted == GroupActivity.ACTIVE)) {
      return;
    }
    if (wanted == GroupActivity.ACTIVE) {
      group.resume(clock.instant());
      announcements.resumed(id);
      return;
    }
    NodeId coordinator = group.term().holder();
    group.pause(clock.instant());
    if (coordinator != null) {
      announcements.vacated(group, coordinator, "The group was paused");
    }
    announcements.paused(id);
  }

  /** Gives the group another number of places, at least as many as are taken. */
  @Transactional
  void resize(GroupId id, int capacity) {
    Group group = locked(id);
    int before = group.seats().capacity();
    if (capacity != before) {
      group.resize(capacity, clock.instant());
      announcements.resized(id, before, capacity);
    }
  }

  /** Frees the members and forgets the group with all that was kept about it, its events apart. */
  @Transactional
  void delete(GroupId id) {
    Group group = locked(id);
    List<Membership> members = memberships.ofGroup(id.value());
    announcements.deleted(id, members.size());
    invitations.deleteOf(id);
    for (Membership member : members) {
      memberships.delete(member);
      announcements.left(id, member.node(), "The group was deleted");
    }
    groups.delete(group);
  }

  private Group locked(GroupId id) {
    return groups.lock(id.value()).orElseThrow(() -> GroupNotFoundException.of(id));
  }
}
