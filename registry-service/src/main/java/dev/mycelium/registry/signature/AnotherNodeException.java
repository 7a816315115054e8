package dev.mycelium.registry.signature;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.problem.ProblemType;

/** One node asks for what only another may. */
final class AnotherNodeException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private AnotherNodeException(String signer, String node) {
    super(
        ProblemType.ANOTHER_NODE,
        "keyid: %s (expected: %s, in whose name this is)".formatted(signer, node));
    member("node_id", node);
  }

  static AnotherNodeException of(String signer, String node) {
    return new AnotherNodeException(signer, node);
  }
}
