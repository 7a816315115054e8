package dev.mycelium.agent.round;

import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import java.time.Duration;

/** Whoever wants to know how rounds go; called on threads that must not be held up. */
public interface RoundListener {

  void ended(RoundManifest manifest, RoundOutcome outcome);

  default void reached(RoundManifest manifest, Phase phase) {}

  /**
   * How an attempt went, in the words for others.
   *
   * @param took from the call to train to the end, in this process
   */
  default void reported(RoundManifest manifest, RoundReport report, Duration took) {}

  /** Somebody asks who is not known as a member, or left: the registry knows more by now. */
  default void membershipDoubtful() {}

  /** The group has had all the rounds that its spec asks for. */
  default void rested(Head head) {}
}
