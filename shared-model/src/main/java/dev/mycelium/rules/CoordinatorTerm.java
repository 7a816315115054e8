package dev.mycelium.rules;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a group's rounds. Each grant to a new holder begins a new epoch, and epochs only grow:
 * what an earlier holder still sends is recognisably stale. The term lasts as long as the holder's
 * node lease; whoever expires a node vacates its term.
 *
 * @param holder null while nobody coordinates
 * @param epoch of the holder, or of the last holder; 0 before the first
 */
public record CoordinatorTerm(@Nullable NodeId holder, long epoch) {
  /**
   * Reports above this count as this. Anybody may report anything; half of what a report may hold
   * leaves as many terms again before a member could no longer report the epoch it was granted.
   */
  static final long HIGHEST_BELIEVED = Heartbeat.MOST_EPOCHS / 2;

  public CoordinatorTerm {
    if (epoch < 0 || (holder != null && epoch == 0)) {
      throw new IllegalArgumentException(
          "epoch: " + epoch + " (expected: > 0 with a holder, >= 0 without)");
    }
  }

  /** Before the first coordinator. */
  public static CoordinatorTerm vacant() {
    return new CoordinatorTerm(null, 0);
  }

  public boolean isVacant() {
    return holder == null;
  }

  public boolean isHeldBy(NodeId node) {
    return node.equals(holder);
  }

  /** Whether {@code node} may act in {@code claimed}, the epoch that it was given. */
  public boolean permits(NodeId node, long claimed) {
    return isHeldBy(node) && epoch == claimed;
  }

  /**
   * Grants a vacant term to {@code node}; one that is held stays as it is.
   *
   * @param highestSeen highest epoch that any member reports; above {@code epoch} only after the
   *     registry lost its database, believed up to half of {@link Heartbeat#MOST_EPOCHS}
   */
  public CoordinatorTerm offer(NodeId node, long highestSeen) {
    requireNonNull(node, "node");
    if (!isVacant()) {
      return this;
    }
    long believed = Math.min(highestSeen, HIGHEST_BELIEVED);
    return new CoordinatorTerm(node, Math.max(epoch, believed) + 1);
  }

  /** Ends the term if {@code node} holds it. The epoch stays, so that the next one is higher. */
  public CoordinatorTerm vacatedBy(NodeId node) {
    return isHeldBy(node) ? new CoordinatorTerm(null, epoch) : this;
  }
}
