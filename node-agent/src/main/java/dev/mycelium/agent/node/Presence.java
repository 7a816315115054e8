package dev.mycelium.agent.node;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.HeartbeatLoop;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.Membership;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeRegistration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The node in the registry's eyes: says what its vitals are, learns from the answer where it
 * belongs, and keeps the membership of the group that it coordinates up to date.
 */
final class Presence implements HeartbeatLoop.Pulse {
  private final NodeRegistration registration;
  private final Directory directory;
  private final Vitals vitals;
  private final Whereabouts whereabouts;
  private final AtomicReference<@Nullable Coordinator> coordinator = new AtomicReference<>();
  private long movesBefore;

  Presence(
      NodeRegistration registration, Directory directory, Vitals vitals, Whereabouts whereabouts) {
    this.registration = registration;
    this.directory = directory;
    this.vitals = vitals;
    this.whereabouts = whereabouts;
  }

  /** The term that this node serves now, if it serves one. */
  Optional<Coordinator> coordinator() {
    return Optional.ofNullable(coordinator.get());
  }

  /** From now on {@code term} is told of its members. */
  void began(Coordinator term) {
    coordinator.set(term);
    refresh(term);
  }

  void ended() {
    coordinator.set(null);
  }

  /** The node can't run rounds in {@code group}: while there, it doesn't offer to. */
  boolean declines(GroupId group) {
    return vitals.declines(group);
  }

  @Override
  public Heartbeat heartbeat() {
    movesBefore = whereabouts.moves();
    return vitals.heartbeat();
  }

  @Override
  public void answered(HeartbeatReply reply) {
    whereabouts.told(reply, movesBefore);
    Coordinator term = coordinator.get();
    Long version = reply.membershipVersion();
    if (term != null && version != null && version != term.desk().membership().version()) {
      refresh(term);
    }
  }

  @Override
  public void forgotten() {
    var unused = directory.register(registration);
  }

  private void refresh(Coordinator term) {
    GroupId group = term.desk().group();
    long version = directory.group(group).map(view -> view.membershipVersion()).orElse(0L);
    List<MemberView> members = directory.members(group);
    term.desk().update(new Membership(version, members.stream().map(MemberView::nodeId).toList()));
  }
}
