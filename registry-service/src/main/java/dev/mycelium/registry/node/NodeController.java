package dev.mycelium.registry.node;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.group.Updated;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistered;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.performance.MetricUpdate;
import dev.mycelium.wire.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/nodes")
@Tag(name = "nodes")
class NodeController {
  private final Nodes nodes;

  NodeController(Nodes nodes) {
    this.nodes = nodes;
  }

  @PostMapping("/register")
  @Operation(
      operationId = "registerNode",
      summary = "Make a node known, or bring a known one back",
      description =
          "With a known node_id the node is updated and keeps its group; without one it gets a new"
              + " id. A public_key binds node_id from then on, and signs this already. Renews the"
              + " lease.")
  @Refuses({
    ProblemType.INVALID_REQUEST,
    ProblemType.UNREADABLE_BODY,
    ProblemType.WIRE_VERSION,
    ProblemType.KEY_MISMATCH
  })
  NodeRegistered register(@RequestBody NodeRegistration registration) {
    return NodeRegistered.of(nodes.register(registration));
  }

  @PutMapping("/{node_id}/performance")
  @Operation(
      operationId = "updateNodePerformance",
      summary = "State a node's own performance",
      description = "Renews the lease, as a heartbeat does.")
  @Refuses({ProblemType.NODE_NOT_FOUND, ProblemType.INVALID_REQUEST, ProblemType.UNREADABLE_BODY})
  Updated perform(@PathVariable("node_id") NodeId id, @RequestBody MetricUpdate update) {
    nodes.perform(id, update.metric());
    return Updated.updated();
  }

  @DeleteMapping("/{node_id}")
  @Operation(
      operationId = "dismissNode",
      summary = "Say goodbye",
      description =
          "The node stays listed as LEFT; its place and its coordinator's term are free at once. A"
              + " second goodbye changes nothing.")
  @Refuses(ProblemType.NODE_NOT_FOUND)
  Updated dismiss(@PathVariable("node_id") NodeId id) {
    nodes.dismiss(id);
    return Updated.left();
  }
}
