package dev.mycelium.registry.round;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.HeadProposal;

/** A head is proposed by somebody who does not hold the group's term, or no longer does. */
final class StaleEpochException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private StaleEpochException(GroupId group, HeadProposal proposal, CoordinatorTerm term) {
    super(
        ProblemType.STALE_EPOCH,
        "epoch: %d of %s (expected: %d of %s)"
            .formatted(
                proposal.epoch(),
                proposal.nodeId(),
                term.epoch(),
                term.holder() == null ? "nobody" : term.holder()));
    member("group_id", group.value());
    member("epoch", term.epoch());
    if (term.holder() != null) {
      member("coordinator_id", term.holder().value());
    }
  }

  static StaleEpochException of(GroupId group, HeadProposal proposal, CoordinatorTerm term) {
    return new StaleEpochException(group, proposal, term);
  }
}
