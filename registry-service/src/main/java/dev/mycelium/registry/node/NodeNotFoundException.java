package dev.mycelium.registry.node;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;

/** No node was ever registered under this id. */
public final class NodeNotFoundException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private NodeNotFoundException(NodeId id) {
    super(ProblemType.NODE_NOT_FOUND, "Node not found");
    member("node_id", id.value());
  }

  public static NodeNotFoundException of(NodeId id) {
    return new NodeNotFoundException(id);
  }
}
