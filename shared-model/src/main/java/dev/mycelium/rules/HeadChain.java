package dev.mycelium.rules;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The only way in which a group's model gets a new version: compare the parent and the epoch, then
 * set. A version is committed once; the same proposal again gets the same answer.
 *
 * @param head the newest version, or null before version 0
 */
public record HeadChain(@Nullable Head head) {

  public static HeadChain empty() {
    return new HeadChain(null);
  }

  /** Judges {@code proposal} under {@code term}; changes nothing. */
  public Verdict propose(HeadProposal proposal, CoordinatorTerm term) {
    requireNonNull(proposal, "proposal");
    requireNonNull(term, "term");
    if (head != null && isRepeated(proposal, head)) {
      return new Verdict.AlreadyCommitted(head);
    }
    if (!term.permits(proposal.nodeId(), proposal.epoch())) {
      return new Verdict.StaleEpoch(term);
    }
    if (!Objects.equals(proposal.parentSha(), head == null ? null : head.sha())
        || isOvertaken(proposal)) {
      return new Verdict.StaleParent(head);
    }
    return new Verdict.Committed(
        new Head(
            head == null ? 0 : head.version() + 1,
            proposal.parentSha(),
            proposal.sha(),
            proposal.epoch(),
            proposal.round()));
  }

  /**
   * Where training changed nothing, a version has its parent's hash; then the round tells them
   * apart.
   */
  private static boolean isRepeated(HeadProposal proposal, Head head) {
    return proposal.sha().equals(head.sha())
        && Objects.equals(proposal.parentSha(), head.parentSha())
        && (!proposal.sha().equals(proposal.parentSha()) || proposal.round() == head.round());
  }

  /**
   * After a rollback the newest head has an older one's hash, and what followed that one may still
   * be on its way: within a term, rounds only grow.
   */
  private boolean isOvertaken(HeadProposal proposal) {
    return head != null && proposal.epoch() == head.epoch() && proposal.round() < head.round();
  }

  /** What became of a proposal. */
  public sealed interface Verdict {
    /** {@code head} is the new newest version. */
    record Committed(Head head) implements Verdict {}

    /** The newest version is this very proposal: its answer was lost, or a successor repeats it. */
    record AlreadyCommitted(Head head) implements Verdict {}

    /** The proposer does not hold the term, or held an earlier one. */
    record StaleEpoch(CoordinatorTerm term) implements Verdict {}

    /** The parent is not the newest version, or a later round has made that one again. */
    record StaleParent(@Nullable Head head) implements Verdict {}
  }
}
