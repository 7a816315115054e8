package dev.mycelium.agent.round;

import dev.mycelium.wire.round.HeadProposal;
import java.time.Duration;

/** Asks until there is an answer, or the term of {@code participants} is over. */
record PatientHeads(Heads heads, Participants participants) implements Heads {
  private static final Duration PAUSE = Duration.ofMillis(500);

  @Override
  public Commit publish(HeadProposal proposal) {
    Commit commit = heads.publish(proposal);
    while (commit instanceof Commit.Away && !participants.pause(PAUSE)) {
      commit = heads.publish(proposal);
    }
    return commit;
  }
}
