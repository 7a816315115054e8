package dev.mycelium.agent.round;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group's heads in memory, by the same rules as the registry's. */
final class ChainedHeads implements Heads {
  private final List<HeadProposal> proposals = new ArrayList<>();
  private HeadChain chain = HeadChain.empty();
  private CoordinatorTerm term = CoordinatorTerm.vacant();
  private boolean away;

  /** Ends the term that runs and begins the next one; returns its epoch. */
  synchronized long grant(NodeId node) {
    NodeId before = term.holder();
    term = (before == null ? term : term.vacatedBy(before)).offer(node, 0);
    return term.epoch();
  }

  /** From now on nobody answers. */
  synchronized void goAway() {
    away = true;
  }

  synchronized void comeBack() {
    away = false;
  }

  synchronized @Nullable Head head() {
    return chain.head();
  }

  /** Everything that was proposed, whatever became of it. */
  synchronized List<HeadProposal> proposals() {
    return List.copyOf(proposals);
  }

  @Override
  public synchronized Commit publish(HeadProposal proposal) {
    proposals.add(proposal);
    if (away) {
      return new Commit.Away("nobody answers");
    }
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
