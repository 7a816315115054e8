package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who the members are, what each said when it last asked, and how soon it answered. A member that
 * has not asked yet counts as one that trains and holds nothing. Guarded by its desk's monitor.
 */
final class Attendance {
  private static final int MOST = 100_000;

  private final NodeId self;
  private final Map<NodeId, Poll> last = new HashMap<>();
  private final Punctuality punctuality = new Punctuality();
  private Membership membership = Membership.none();

  Attendance(NodeId self) {
    this.self = self;
  }

  /** Notes members and, in bounds, those who may have joined since the membership was last told. */
  void note(Poll poll) {
    if (last.size() < MOST || last.containsKey(poll.node())) {
      last.put(poll.node(), poll);
    }
  }

  /** Forgets whoever is no member. */
  void update(Membership current) {
    membership = current;
    last.keySet().retainAll(Set.copyOf(current.members()));
    punctuality.retain(current);
  }

  Membership membership() {
    return membership;
  }

  boolean isMember(NodeId node) {
    return membership.members().contains(node);
  }

  /** An update of this member counts. */
  void answered(NodeId node, OpenRound round, Instant now) {
    punctuality.answered(node, round.manifest().round(), round.since(now));
  }

  /** The round closed; whoever let its deadline pass is late. */
  void closed(OpenRound round, Instant now) {
    for (NodeId node : round.silent(trainers(), now)) {
      punctuality.waitedInVain(node, round.manifest().round(), round.since(now));
    }
  }

  /** The open round as its protocol sees it, or what is before the next. */
  RoundView view(@Nullable OpenRound open, long number, Instant now) {
    return open == null
        ? RoundView.before(number, now, trainers(), punctuality.soFar())
        : open.view(now, trainers(), punctuality.soFar());
  }

  /** The members that have data; one without is never waited for. */
  Membership trainers() {
    return new Membership(
        membership.version(),
        membership.members().stream()
            .filter(node -> of(node).map(Poll::trains).orElse(true))
            .toList());
  }

  /** Members that hold {@code blob}; the coordinator itself does. */
  int holders(Sha256 blob) {
    return 1
        + (int)
            membership.members().stream()
                .filter(node -> !node.equals(self))
                .filter(node -> of(node).map(Poll::have).map(blob::equals).orElse(false))
                .count();
  }

  /** Whether every other member that ever asked knows that {@code version} is committed. */
  boolean allKnow(long version) {
    return membership.members().stream()
        .filter(node -> !node.equals(self))
        .allMatch(node -> of(node).map(Poll::committed).orElse(version) >= version);
  }

  private Optional<Poll> of(NodeId node) {
    return Optional.ofNullable(last.get(node));
  }
}
