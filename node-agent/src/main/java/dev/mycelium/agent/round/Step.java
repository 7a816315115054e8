package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.time.Instant;
import java.util.List;

/** What a round does next. */
public sealed interface Step {

  /**
   * Asks members to train.
   *
   * @param whom in the order of their ids
   * @param membershipVersion the membership that they were drawn from
   * @param deadline until which they are waited for
   */
  record Ask(List<NodeId> whom, long membershipVersion, Instant deadline) implements Step {
    public Ask {
      whom = List.copyOf(whom);
    }
  }

  /** Nothing before {@code until}, unless the view changes. */
  record Wait(Instant until) implements Step {}

  /** Takes no more answers; what is there is aggregated, if it is enough. */
  record Close() implements Step {}

  /** The round can't go on. */
  record Abort(String cause) implements Step {}
}
