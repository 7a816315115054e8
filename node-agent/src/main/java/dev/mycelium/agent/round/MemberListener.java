package dev.mycelium.agent.round;

import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;

/** Whoever wants to know what a member does; called on the member's thread. */
public interface MemberListener {

  /** The blob of a committed head lies on this node's disk now. */
  void holds(Sha256 blob);

  /** The group's best head, whose blob stays on this node's disk if it lies there. */
  default void keeps(Sha256 best) {}

  void training(RoundManifest manifest);

  void submitted(RoundManifest manifest, LocalUpdate update);

  /** Somebody else must know why this member is missing in a round. */
  void failed(RoundManifest manifest, String cause);

  /** A newly committed head; scored next if this member is among those that score it. */
  void committed(Head head);

  void scored(Head head, Evaluation evaluation);

  /** The head is the one that this member goes on from, scored or not. */
  void adopted(Head head);
}
