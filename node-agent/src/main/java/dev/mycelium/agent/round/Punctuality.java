package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes who answered when, for as long as a term lasts. Its first round may have begun before a
 * restart, so that nothing is learned from how long its answers took. Guarded by its desk's
 * monitor.
 */
final class Punctuality {
  private static final int KEPT = 100;

  private final Deque<Duration> durations = new ArrayDeque<>();
  private final Map<NodeId, Arrivals.Lateness> late = new HashMap<>();
  private final Map<NodeId, Duration> last = new HashMap<>();
  private long first;

  void answered(NodeId node, long round, Duration took) {
    late.remove(node);
    first = first == 0 ? round : first;
    if (round == first) {
      return;
    }
    last.put(node, took);
    durations.addLast(took);
    if (durations.size() > KEPT) {
      durations.removeFirst();
    }
  }

  void waitedInVain(NodeId node, long round, Duration waited) {
    Arrivals.Lateness before = late.get(node);
    int inARow = before == null ? 1 : before.inARow() + 1;
    late.put(node, new Arrivals.Lateness(inARow, round, waited));
    last.put(node, waited);
  }

  void retain(Membership membership) {
    late.keySet().retainAll(membership.members());
    last.keySet().retainAll(membership.members());
  }

  Arrivals soFar() {
    return new Arrivals(List.copyOf(durations), late, last);
  }
}
