package dev.mycelium.agent.simulation.world;

import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.migration.MigrationDecision;
import dev.mycelium.agent.node.NodeListener;
import dev.mycelium.agent.round.Phase;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.round.RoundManifest;

/** Writes a node's life into the chronicle, and lets it die where a round is told to be broken. */
record NodeWatch(VirtualNode node, World world) implements NodeListener {

  @Override
  public void joined(GroupView group, String how) {
    tell("joined %s, %s", group.groupId(), how);
  }

  @Override
  public void coordinating(long epoch) {
    tell("coordinates, epoch %d", epoch);
  }

  @Override
  public void submitted(RoundManifest manifest, LocalUpdate update) {
    tell("submitted, round %d-%d", manifest.round(), manifest.epoch());
  }

  @Override
  public void failed(RoundManifest manifest, String cause) {
    tell("failed, round %d-%d: %s", manifest.round(), manifest.epoch(), cause);
  }

  @Override
  public void reached(RoundManifest manifest, Phase phase) {
    tell("round %d-%d %s", manifest.round(), manifest.epoch(), phase);
    if (world.breaksAt(phase)) {
      node.die("is killed at " + phase);
    }
  }

  @Override
  public void ended(RoundManifest manifest, RoundOutcome outcome) {
    String told = outcome.report(manifest).outcome();
    tell("round %d-%d %s", manifest.round(), manifest.epoch(), told);
    world.watch().ended(node, manifest, outcome);
  }

  @Override
  public void decided(MigrationDecision decision) {
    if (decision instanceof MigrationDecision.Move move) {
      tell("moves to %s", move.to());
    }
  }

  @Override
  public void left(String reason) {
    tell("left: %s", reason);
  }

  private void tell(String what, Object... figures) {
    world.chronicle().tell(node.id().value(), what, figures);
  }
}
