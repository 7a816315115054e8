package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How long members took to answer in the rounds before.
 *
 * @param durations from the call to the accepted answer, of the newest answers
 * @param late members that let the last rounds close without them
 * @param last how long each member took last, or was waited for in vain
 */
public record Arrivals(
    List<Duration> durations, Map<NodeId, Lateness> late, Map<NodeId, Duration> last) {

  public Arrivals {
    durations = List.copyOf(durations);
    late = Map.copyOf(late);
    last = Map.copyOf(last);
  }

  Arrivals(List<Duration> durations, Map<NodeId, Lateness> late) {
    this(durations, late, Map.of());
  }

  static Arrivals none() {
    return new Arrivals(List.of(), Map.of());
  }

  /**
   * A member that was asked and waited for in vain.
   *
   * @param inARow how often, without an answer in between
   * @param round the last such round
   * @param waited how long in that round
   */
  public record Lateness(int inARow, long round, Duration waited) {}
}
