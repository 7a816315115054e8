package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a round does next. */
public sealed interface Step {

  /**
   * Asks members to train.
   *
   * @param whom in the order of their ids
   * @param membershipVersion the membership that they were drawn from
   * @param members how many of it have data
   * @param deadline until which they are waited for
   * @param notAsked members that are left in peace this time, each with the cause
   */
  record Ask(
      List<NodeId> whom,
      long membershipVersion,
      int members,
      Instant deadline,
      Map<NodeId, String> notAsked)
      implements Step {
    public Ask {
      whom = List.copyOf(whom);
      notAsked = Map.copyOf(notAsked);
    }
  }

  /** Nothing before {@code until}, unless the view changes. */
  record Wait(Instant until) implements Step {}

  /** Takes no more answers; what is there is aggregated, if it is enough. */
  record Close() implements Step {}

  /** The round can't go on. */
  record Abort(String cause) implements Step {}
}
