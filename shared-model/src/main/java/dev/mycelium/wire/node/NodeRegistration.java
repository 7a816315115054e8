package dev.mycelium.wire.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.signature.NodeKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A node makes itself known, or comes back. With a known {@code node_id} this updates the node and
 * keeps its group; without one it makes a new identity, as clients of the original registry expect.
 *
 * @param nodeAddress {@code host:port} under which other members may reach the node
 * @param localPerformance the node's own score, higher is better
 * @param publicKey Ed25519 key as base64 of its X.509 encoding, held by {@code node_id} from now
 *     on: another key under the same id is refused, and so is what this key did not sign
 * @param offersCoordination whether the node can be reached and is willing to run rounds
 * @param heartbeatInterval interval the node asks for; the registry clamps it and its reply binds
 */
public record NodeRegistration(
    @JsonProperty("node_address") String nodeAddress,
    @JsonProperty("node_id") @Nullable NodeId nodeId,
    @JsonProperty("local_performance") @Nullable Double localPerformance,
    @JsonProperty("name") @Nullable String name,
    @JsonProperty("public_key") @Nullable String publicKey,
    @JsonProperty("offers_coordination") @Nullable Boolean offersCoordination,
    @JsonProperty("heartbeat_interval") @Nullable Duration heartbeatInterval,
    @JsonProperty("wire_version") @Nullable Integer wireVersion)
    implements ByNode {

  public NodeRegistration {
    nodeAddress = Expect.text(nodeAddress, "node_address", 255);
    localPerformance = Expect.finiteOrNull(localPerformance, "local_performance");
    name = Expect.textOrNull(name, "name", 100);
    if (publicKey != null) {
      Expect.present(nodeId, "node_id", "the id that the key is to hold");
      var unused = NodeKey.of(Expect.text(publicKey, "public_key", 200));
    }
  }
}
