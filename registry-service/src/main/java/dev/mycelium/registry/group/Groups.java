package dev.mycelium.registry.group;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import dev.mycelium.registry.turn.Turn;
import dev.mycelium.registry.turn.Turns;
import dev.mycelium.wire.Page;
import dev.mycelium.wire.group.GroupCreated;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.round.Head;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** All groups: how they are founded and found. */
@Service
public class Groups {
  private final GroupRows rows;
  private final MembershipRows memberships;
  private final Invitations invitations;
  private final Turns turns;
  private final Events events;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Groups(
      GroupRows rows,
      MembershipRows memberships,
      Invitations invitations,
      Turns turns,
      Events events,
      ApplicationEventPublisher publisher,
      Clock clock) {
    this.rows = rows;
    this.memberships = memberships;
    this.invitations = invitations;
    this.turns = turns;
    this.events = events;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * Makes a group, or with {@code if_none_compatible} refuses because one can be joined. Agents
   * that start together end up in one group, because founders take turns.
   */
  @Transactional
  public GroupCreated found(GroupCreation creation) {
    if (Boolean.TRUE.equals(creation.ifNoneCompatible())) {
      turns.await(Turn.FOUNDING);
      compatible(creation)
          .ifPresent(
              group -> {
                throw CompatibleGroupExistsException.of(group.groupId());
              });
    }
    GroupId id = new GroupId(UUID.randomUUID().toString());
    rows.save(new Group(id, creation, clock.instant()));
    events.write(
        Fact.of(
                EventKind.GROUP_CREATED,
                "A group for %s on %s".formatted(creation.modelType(), creation.datasetName()))
            .in(id));
    publisher.publishEvent(new GroupFounded(id, creation.performanceMetric()));
    return creation.joinPolicy() == JoinPolicy.INVITE_ONLY
        ? GroupCreated.inviteOnly(invitations.issue(id, (Integer) null))
        : GroupCreated.of(id);
  }

  @Transactional(readOnly = true)
  public GroupState get(GroupId id) {
    return rows.findById(id.value())
        .map(Group::toState)
        .orElseThrow(() -> GroupNotFoundException.of(id));
  }

  @Transactional(readOnly = true)
  public List<GroupState> oldestFirst() {
    return rows.oldestFirst(Limit.of(Page.EVERYTHING)).stream().map(Group::toState).toList();
  }

  /** At most {@code limit} groups with an id above {@code after}, in the order of their ids. */
  @Transactional(readOnly = true)
  public List<GroupState> byId(String after, int limit) {
    return rows.findByIdGreaterThanOrderById(after, Limit.of(limit)).stream()
        .map(Group::toState)
        .toList();
  }

  /** Fails if there is no such group. */
  @Transactional(readOnly = true)
  public void requireKnown(GroupId id) {
    if (!rows.existsById(id.value())) {
      throw GroupNotFoundException.of(id);
    }
  }

  /** An open group with room whose task admits the founder's, and whose head can be had. */
  private Optional<Group> compatible(GroupCreation creation) {
    GroupSpec wanted = Objects.requireNonNull(creation.spec(), "spec");
    return rows.withRoomFor(creation.datasetName(), JoinPolicy.OPEN).stream()
        .filter(group -> admits(group, wanted, Boolean.TRUE.equals(creation.exactModel())))
        .filter(this::isHeadWithinReach)
        .findFirst();
  }

  /** A model of its own is learned only by nodes that ask for it. */
  private static boolean admits(Group group, GroupSpec wanted, boolean exactModel) {
    GroupSpec spec = group.spec();
    return spec != null
        && spec.task().admits(wanted.task())
        && (exactModel ? spec.model().equals(wanted.model()) : !spec.model().needsProgram());
  }

  private boolean isHeadWithinReach(Group group) {
    Head head = group.head();
    return head == null
        || !memberships.holders(group.groupId().value(), head.sha().hex()).isEmpty();
  }
}
