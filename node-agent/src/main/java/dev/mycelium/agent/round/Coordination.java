package dev.mycelium.agent.round;

import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.util.Optional;

/**
 * A coordinator as its members see it: in this process, or across the network. Every call is the
 * member's; nothing ever connects to a member. Safe to share between threads.
 *
 * <p>A coordinator that can't be reached is a {@link CoordinatorLostException}.
 */
public interface Coordination extends AutoCloseable {

  /** Waits until there is something to do; empty if nothing came up within half a minute. */
  Optional<RoundStatus> poll(Poll poll);

  /** Brings a head or candidate onto this node's disk. */
  void fetch(Sha256 blob);

  /** The same, for a member that says who it is. */
  default void fetch(Poll member, Sha256 blob) {
    fetch(blob);
  }

  /** Brings an update, or a head that the coordinator lacks, to the coordinator. */
  void upload(Poll member, Sha256 blob);

  Receipt submit(Submission submission);

  void fail(RoundFailure failure);

  /** How a round of this group ended; empty if it did not yet, or the coordinator forgot it. */
  Optional<RoundReport> report(long round);

  /** Ends a poll under way. */
  @Override
  void close();
}
