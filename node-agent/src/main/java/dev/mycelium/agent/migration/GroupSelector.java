package dev.mycelium.agent.migration;

/** Decides whether a node should be in another group. Pure: the same view, the same decision. */
@FunctionalInterface
public interface GroupSelector {
  MigrationDecision decide(SelectionView view);
}
