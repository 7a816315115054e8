package dev.mycelium.registry.heartbeat;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/nodes/{node_id}/heartbeat")
@Tag(name = "nodes")
class HeartbeatController {
  private final Heartbeats heartbeats;

  HeartbeatController(Heartbeats heartbeats) {
    this.heartbeats = heartbeats;
  }

  @PostMapping
  @Operation(
      operationId = "beat",
      summary = "Give a sign of life",
      description =
          "Renews the lease, keeps the score and what the node holds, and answers with its group,"
              + " the group's coordinator and head, and when to beat again. Never makes an"
              + " identity.")
  @Refuses({ProblemType.NODE_NOT_FOUND, ProblemType.INVALID_REQUEST, ProblemType.UNREADABLE_BODY})
  HeartbeatReply beat(@PathVariable("node_id") NodeId id, @RequestBody Heartbeat beat) {
    return heartbeats.beat(id, beat);
  }
}
