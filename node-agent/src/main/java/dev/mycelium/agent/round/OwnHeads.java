package dev.mycelium.agent.round;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.util.Optional;

/** The heads of a group that no registry knows, by the same rules as the registry's. */
final class OwnHeads implements Heads {
  private HeadChain chain;
  private CoordinatorTerm term = CoordinatorTerm.vacant();

  OwnHeads(Optional<Head> newest) {
    chain = new HeadChain(newest.orElse(null));
  }

  /** Ends the term that runs and begins the next one; returns its epoch, the first one 1. */
  long grant(NodeId node) {
    NodeId before = term.holder();
    term = (before == null ? term : term.vacatedBy(before)).offer(node, 0);
    return term.epoch();
  }

  Optional<Head> head() {
    return Optional.ofNullable(chain.head());
  }

  @Override
  public Commit publish(HeadProposal proposal) {
    HeadChain.Verdict verdict = chain.propose(proposal, term);
    if (verdict instanceof HeadChain.Verdict.Committed committed) {
      chain = new HeadChain(committed.head());
      return new Commit.Committed(committed.head());
    }
    return verdict instanceof HeadChain.Verdict.AlreadyCommitted already
        ? new Commit.Committed(already.head())
        : new Commit.Stale(verdict.toString());
  }
}
