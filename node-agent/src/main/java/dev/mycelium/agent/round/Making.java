package dev.mycelium.agent.round;

import dev.mycelium.wire.round.Head;
import java.util.List;
import java.util.Map;

/** What a candidate was made of, and hence which outcome it is when it becomes a head. */
interface Making {

  RoundOutcome committed(Head head);

  RoundOutcome provisional(Head head, String cause);

  /**
   * The best head once more, in the place of a worse one.
   *
   * @param cause one sentence with the figures
   */
  record Again(String cause) implements Making {
    @Override
    public RoundOutcome committed(Head head) {
      return new RoundOutcome.RolledBack(head, cause);
    }

    @Override
    public RoundOutcome provisional(Head head, String away) {
      return new RoundOutcome.Provisional(head, List.of(), Map.of(), away);
    }
  }
}
