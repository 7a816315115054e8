package dev.mycelium.agent.node;

import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.round.MemberListener;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;

/**
 * What a member of one group tells, passed on while the node is in that group: a member that still
 * scores a head when the node has moved must not speak for the new group.
 */
record GroupRelay(GroupId group, RoundRelay relay) implements MemberListener {

  @Override
  public void holds(Sha256 blob) {
    tell(() -> relay.holds(blob));
  }

  @Override
  public void keeps(Sha256 best) {
    tell(() -> relay.keeps(best));
  }

  @Override
  public void training(RoundManifest manifest) {
    tell(() -> relay.training(manifest));
  }

  @Override
  public void submitted(RoundManifest manifest, LocalUpdate update) {
    tell(() -> relay.submitted(manifest, update));
  }

  @Override
  public void failed(RoundManifest manifest, String cause) {
    tell(() -> relay.failed(manifest, cause));
  }

  @Override
  public void committed(Head head) {
    tell(() -> relay.committed(head));
  }

  @Override
  public void scored(Head head, Evaluation evaluation) {
    tell(() -> relay.scored(head, evaluation));
  }

  @Override
  public void adopted(Head head) {
    tell(() -> relay.adopted(head));
  }

  /** The relay's own lock keeps a move from coming between question and word. */
  private void tell(Runnable word) {
    synchronized (relay) {
      if (relay.isIn(group)) {
        word.run();
      }
    }
  }
}
