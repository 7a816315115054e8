package dev.mycelium.registry.node;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;

/** Somebody registers under an id that is bound to another key, or to none. */
final class KeyMismatchException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private KeyMismatchException(NodeId id) {
    super(
        ProblemType.KEY_MISMATCH,
        "public_key: not as when this node_id was first registered (expected: the same key, or none)");
    member("node_id", id.value());
  }

  static KeyMismatchException of(NodeId id) {
    return new KeyMismatchException(id);
  }
}
