package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Those who train in a group's rounds, as the round code sees them: members across the network
 * ({@link RoundDesk}), or virtual clients of this process. A blob that one of them submits lies in
 * the coordinator's store.
 */
interface Participants {

  Membership membership();

  /** Those of them that have data, as far as is known. */
  default Membership trainers() {
    return membership();
  }

  /** Waits until {@code protocol} says something else than to wait; aborts if the term is over. */
  Step await(Protocol protocol, long round);

  /**
   * Opens the round.
   *
   * @param resumed submissions that were accepted before a restart
   */
  void announce(RoundManifest manifest, List<Submission> resumed);

  /** Closes the round; later answers are refused. */
  Collected closeRound();

  /** Offers a candidate; true as soon as enough members hold it, false at the deadline. */
  boolean awaitHolders(Head offered, Quorum quorum, Instant deadline);

  /** Whatever was offered came to nothing: training goes on from {@code trained}. */
  void resume(Head trained);

  /** From the next head on, members keep this older one's blob beside it. */
  default void keep(Sha256 best) {}

  void committed(Head newest, List<NodeId> scorers);

  /** The newest committed head. */
  Optional<Head> head();

  /** Asks whoever holds the head to upload it, until {@code arrived}; false if the term is over. */
  boolean awaitUpload(Head wanted, BooleanSupplier arrived);

  /** Waits between attempts; true if the term is over. */
  boolean pause(Duration pause);

  boolean isClosed();
}
