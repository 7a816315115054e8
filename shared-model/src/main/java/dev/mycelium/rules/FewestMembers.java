package dev.mycelium.rules;

import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.RobustSpec;
import dev.mycelium.wire.group.StrategySpec;

/** How many members a group's rounds wait for. */
public record FewestMembers(FederationSpec federation) {

  /** Whether a group of so many members waits for more; a lone one waits for its strategy only. */
  public boolean areMoreThan(int members) {
    return members < of(federation.strategy())
        || (members > 1 && members < federation.minAvailableClients());
  }

  public long count() {
    return Math.max(of(federation.strategy()), federation.minAvailableClients());
  }

  /** Updates that the strategy can work with; 1 where a plug-in decides. */
  public static long of(StrategySpec strategy) {
    if (strategy instanceof RobustSpec.TrimmedMean mean) {
      return 2L * mean.trim() + 1;
    }
    if (strategy instanceof RobustSpec.Krum krum) {
      return 2L * krum.attackers() + 3;
    }
    if (strategy instanceof RobustSpec.MultiKrum krum) {
      return Math.max(2L * krum.attackers() + 3, krum.selected());
    }
    if (strategy instanceof StrategySpec.Mixed mixed) {
      return Math.max(2L * mixed.attackers() + 1, of(mixed.rule()));
    }
    return strategy instanceof StrategySpec.Clipped clipped ? of(clipped.rule()) : 1;
  }
}
