package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes of heads and candidates that members were sent, until somebody enters them. Thread-safe.
 */
final class Downloads {
  private final Map<NodeId, Long> bytes = new HashMap<>();

  synchronized void add(NodeId node, long sent) {
    bytes.merge(node, sent, Long::sum);
  }

  /** Takes what was added since the last call; of what was taken back after it, nothing. */
  synchronized Map<NodeId, Long> take() {
    bytes.values().removeIf(sent -> sent <= 0);
    Map<NodeId, Long> taken = Map.copyOf(bytes);
    bytes.clear();
    return taken;
  }
}
