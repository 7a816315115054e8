package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.node.ByNode;
import dev.mycelium.wire.node.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator asks that a candidate become its group's head; granted if {@code parent_sha} is the
 * current head and {@code epoch} the current term.
 *
 * @param nodeId the coordinator that asks
 * @param parentSha the head it follows; null asks for version 0
 */
public record HeadProposal(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("parent_sha") @Nullable Sha256 parentSha,
    @JsonProperty("sha") Sha256 sha,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("round") long round)
    implements ByNode {

  public HeadProposal {
    nodeId = Expect.present(nodeId, "node_id", "the coordinator's id");
    sha = Expect.present(sha, "sha", "SHA-256 of the candidate's blob");
    Expect.atLeast(epoch, "epoch", 0);
    Expect.roundFrom(round, 0);
  }
}
