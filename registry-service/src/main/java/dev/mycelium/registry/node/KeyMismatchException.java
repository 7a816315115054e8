package dev.mycelium.registry.node;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;

/** Somebody registers under an id that is bound to another key. */
final class KeyMismatchException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private KeyMismatchException(NodeId id) {
    super(
        ProblemType.KEY_MISMATCH,
        "public_key: another key, or none (expected: the key that first registered this node_id)");
    member("node_id", id.value());
  }

  static KeyMismatchException of(NodeId id) {
    return new KeyMismatchException(id);
  }
}
