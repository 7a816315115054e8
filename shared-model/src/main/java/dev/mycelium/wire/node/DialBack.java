package dev.mycelium.wire.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import java.nio.charset.StandardCharsets;

/**
 * A node's answer to a registry that calls it at the address it claims: {@code GET
 * /dial-back?nonce=N}.
 *
 * @param signature Ed25519 over {@link #message}, as base64
 */
public record DialBack(
    @JsonProperty("node_id") NodeId nodeId, @JsonProperty("signature") String signature) {

  public DialBack {
    nodeId = Expect.present(nodeId, "node_id", "the node's id");
    signature = Expect.text(signature, "signature", 200);
  }

  /** What is signed: nothing else that a node ever signs begins like this. */
  public static byte[] message(NodeId node, String nonce) {
    return "mycelium dial-back 1\n%s\n%s"
        .formatted(node.value(), nonce)
        .getBytes(StandardCharsets.UTF_8);
  }
}
