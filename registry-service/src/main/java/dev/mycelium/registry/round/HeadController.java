package dev.mycelium.registry.round;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/groups/{group_id}/heads")
@Tag(name = "heads")
class HeadController {
  private final Heads heads;

  HeadController(Heads heads) {
    this.heads = heads;
  }

  @PostMapping
  @Operation(
      operationId = "proposeHead",
      summary = "Commit the next head",
      description =
          "Compares and sets: parent_sha is the current head, epoch the current term of node_id. The"
              + " same proposal again gets the same answer.")
  @Refuses({
    ProblemType.GROUP_NOT_FOUND,
    ProblemType.STALE_EPOCH,
    ProblemType.STALE_PARENT,
    ProblemType.INVALID_REQUEST,
    ProblemType.UNREADABLE_BODY
  })
  Head propose(@PathVariable("group_id") GroupId group, @RequestBody HeadProposal proposal) {
    return heads.propose(group, proposal);
  }

  @GetMapping
  @Operation(operationId = "listHeads", summary = "All versions, oldest first")
  @Refuses(ProblemType.GROUP_NOT_FOUND)
  List<Head> list(@PathVariable("group_id") GroupId group) {
    return heads.of(group);
  }
}
