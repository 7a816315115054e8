package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each member said when it last asked. A member that has not asked yet counts as one that
 * trains and holds nothing. Guarded by its desk's monitor.
 */
final class Attendance {
  private static final int MOST = 100_000;

  private final NodeId self;
  private final Map<NodeId, Poll> last = new HashMap<>();

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
  void retain(Membership membership) {
    last.keySet().retainAll(Set.copyOf(membership.members()));
  }

  /** The members that have data; one without is never waited for. */
  Membership trainers(Membership membership) {
    return new Membership(
        membership.version(),
        membership.members().stream()
            .filter(node -> of(node).map(Poll::trains).orElse(true))
            .toList());
  }

  /** Members that hold {@code blob}; the coordinator itself does. */
  int holders(Sha256 blob, Membership membership) {
    return 1
        + (int)
            membership.members().stream()
                .filter(node -> !node.equals(self))
                .filter(node -> of(node).map(Poll::have).map(blob::equals).orElse(false))
                .count();
  }

  /** Whether every other member that ever asked knows that {@code version} is committed. */
  boolean allKnow(long version, Membership membership) {
    return membership.members().stream()
        .filter(node -> !node.equals(self))
        .allMatch(node -> of(node).map(Poll::committed).orElse(version) >= version);
  }

  private Optional<Poll> of(NodeId node) {
    return Optional.ofNullable(last.get(node));
  }
}
