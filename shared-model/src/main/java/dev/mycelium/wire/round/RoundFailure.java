package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.node.NodeId;

/**
 * A member's word that it will not answer a manifest, so that nobody waits for it.
 *
 * @param cause one sentence
 */
public record RoundFailure(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("round") long round,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("cause") String cause) {

  public RoundFailure {
    nodeId = Expect.present(nodeId, "node_id", "the member's id");
    Expect.roundFrom(round, 1);
    Expect.atLeast(epoch, "epoch", 1);
    cause = Expect.text(cause, "cause", 500);
  }
}
