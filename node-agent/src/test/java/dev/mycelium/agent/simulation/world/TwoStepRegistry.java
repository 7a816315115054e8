package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.simulation.world.RegistryRows.GroupRow;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.HeadProposal;
import java.time.Duration;

/** A planted race: compares a head first and sets it a moment later. */
final class TwoStepRegistry extends VirtualRegistry {
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final Life life;

  TwoStepRegistry(RegistryRows rows, RegistryWatch watch, Life life) {
    super(rows, watch, life.clock());
    this.life = life;
  }

  @Override
  public PublishResult publish(GroupId id, HeadProposal proposal) {
    GroupRow group = requireNonNull(rows.groups.get(id), "group");
    HeadChain.Verdict compared = group.chain.propose(proposal, group.term);
    life.spend(MOMENT);
    return settle(id, group, proposal, compared);
  }
}
