package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A member's question what there is to do, with what it knows already.
 *
 * @param after last round that the member answered in this epoch; 0 before the first
 * @param have newest head or candidate on the member's disk; null if none
 * @param committed newest version that the member knows to be committed; -1 before the first
 * @param trains whether the member has data to train on
 */
public record Poll(NodeId node, long after, @Nullable Sha256 have, long committed, boolean trains) {

  public Poll {
    requireNonNull(node, "node");
  }

  /** Whether {@code status} holds something that the member has to act on. */
  boolean isNews(RoundStatus status) {
    Head candidate = status.candidate();
    Head head = status.head();
    return status.manifest() != null
        || (candidate != null && !candidate.sha().equals(have))
        || (head != null && head.version() > committed)
        || status.uploadWanted() != null;
  }

  /** Whether the blob of {@code head} lies on the member's disk. */
  boolean holds(@Nullable Head head) {
    return head != null && (head.sha().equals(have) || head.version() == committed);
  }
}
