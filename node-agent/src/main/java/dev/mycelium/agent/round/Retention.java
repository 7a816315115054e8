package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.util.Set;

/** What of past rounds stays on a coordinator's disk. Confined to its thread. */
final class Retention {
  private final Coordinator.Term term;
  private final Participants participants;
  private final HeadGate gate;

  Retention(Coordinator.Term term, Participants participants, HeadGate gate) {
    this.term = requireNonNull(term, "term");
    this.participants = requireNonNull(participants, "participants");
    this.gate = requireNonNull(gate, "gate");
  }

  /** Where more than half of the disk is taken, fewer of the last rounds stay. */
  void prune(Head head) {
    int kept = RoundJournal.KEPT_ATTEMPTS;
    prune(head, kept);
    while (kept > 1 && term.blobs().room() < term.blobs().totalBytes()) {
      kept--;
      prune(head, kept);
    }
  }

  private void prune(Head head, int kept) {
    Set<Sha256> dropped = term.journal().prune(term.group(), kept);
    dropped.remove(head.sha());
    participants.head().map(Head::sha).ifPresent(dropped::remove);
    gate.kept().ifPresent(dropped::remove);
    dropped.forEach(term.blobs()::delete);
  }
}
