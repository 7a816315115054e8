package dev.mycelium.registry.round;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;

/**
 * A head is proposed, or a round reported, by somebody who does not hold the group's term, or no
 * longer does.
 */
final class StaleEpochException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private StaleEpochException(GroupId group, NodeId node, long epoch, CoordinatorTerm term) {
    super(
        ProblemType.STALE_EPOCH,
        "epoch: %d of %s (expected: %d of %s)"
            .formatted(
                epoch, node, term.epoch(), term.holder() == null ? "nobody" : term.holder()));
    member("group_id", group.value());
    member("epoch", term.epoch());
    if (term.holder() != null) {
      member("coordinator_id", term.holder().value());
    }
  }

  static StaleEpochException of(GroupId group, NodeId node, long epoch, CoordinatorTerm term) {
    return new StaleEpochException(group, node, epoch, term);
  }
}
