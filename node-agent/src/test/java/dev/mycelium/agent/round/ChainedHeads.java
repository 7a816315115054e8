package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A group's heads in memory, which can be away and keeps what it was asked. */
public final class ChainedHeads implements Heads {
  private final List<HeadProposal> proposals = new ArrayList<>();
  private final OwnHeads heads = new OwnHeads(Optional.empty());
  private boolean away;
  private @Nullable Judgement judgement;
  private int looks;
  private int judgedFrom;

  /** Ends the term that runs and begins the next one; returns its epoch. */
  public synchronized long grant(NodeId node) {
    return heads.grant(node);
  }

  /** From now on nobody answers. */
  public synchronized void goAway() {
    away = true;
  }

  public synchronized void comeBack() {
    away = false;
  }

  /** From now on this is what members found. */
  synchronized void judge(Judgement found) {
    judgeAfter(0, found);
  }

  /** This is what members will have found after so many more looks, and what they found is gone. */
  synchronized void judgeAfter(int more, Judgement found) {
    judgement = found;
    judgedFrom = looks + more;
  }

  @Override
  public synchronized Optional<Judgement> judgement() {
    looks++;
    return Optional.ofNullable(judgement).filter(found -> looks > judgedFrom);
  }

  public synchronized @Nullable Head head() {
    return heads.head().orElse(null);
  }

  /** Everything that was proposed, whatever became of it. */
  public synchronized List<HeadProposal> proposals() {
    return List.copyOf(proposals);
  }

  @Override
  public synchronized Commit publish(HeadProposal proposal) {
    proposals.add(proposal);
    return away ? new Commit.Away("nobody answers") : heads.publish(proposal);
  }
}
