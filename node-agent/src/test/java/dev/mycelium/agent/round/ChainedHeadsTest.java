package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;

class ChainedHeadsTest extends HeadsContract {
  private final ChainedHeads heads = new ChainedHeads();

  @Override
  protected Heads heads() {
    return heads;
  }

  @Override
  protected long grant(NodeId node) {
    return heads.grant(node);
  }
}
