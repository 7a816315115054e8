package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.util.Optional;

class OwnHeadsTest extends HeadsContract {
  private final OwnHeads heads = new OwnHeads(Optional.empty());

  @Override
  protected Heads heads() {
    return heads;
  }

  @Override
  protected long grant(NodeId node) {
    return heads.grant(node);
  }
}
