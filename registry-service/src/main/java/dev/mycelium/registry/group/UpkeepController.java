package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.group.ActivityChange;
import dev.mycelium.wire.group.CapacityChange;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.Invitation;
import dev.mycelium.wire.group.InvitationRequest;
import dev.mycelium.wire.group.Updated;
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
@RequestMapping("/groups/{group_id}")
@Tag(name = "groups")
class UpkeepController {
  private final Upkeep upkeep;
  private final Invitations invitations;

  UpkeepController(Upkeep upkeep, Invitations invitations) {
    this.upkeep = upkeep;
    this.invitations = invitations;
  }

  @PutMapping("/state")
  @Operation(
      operationId = "setGroupState",
      summary = "Pause a group, or let it go on",
      description =
          "A paused group keeps its members and takes neither joins nor rounds: its coordinator's"
              + " term ends, and the next one begins after it is active again.")
  @Refuses({ProblemType.GROUP_NOT_FOUND, ProblemType.INVALID_REQUEST, ProblemType.UNREADABLE_BODY})
  Updated become(@PathVariable("group_id") GroupId id, @RequestBody ActivityChange change) {
    upkeep.become(id, change.state());
    return Updated.updated();
  }

  @PutMapping("/capacity")
  @Operation(
      operationId = "setGroupCapacity",
      summary = "Give a group another number of places",
      description = "Never fewer than are taken; the refusal says how many those are.")
  @Refuses({
    ProblemType.GROUP_NOT_FOUND,
    ProblemType.CAPACITY_BELOW_MEMBERS,
    ProblemType.INVALID_REQUEST,
    ProblemType.UNREADABLE_BODY
  })
  Updated resize(@PathVariable("group_id") GroupId id, @RequestBody CapacityChange change) {
    upkeep.resize(id, change.maxCapacity());
    return Updated.updated();
  }

  @DeleteMapping
  @Operation(
      operationId = "deleteGroup",
      summary = "Delete a group",
      description =
          "Its members are free, each with an event. Heads, rounds, scores and codes are forgotten;"
              + " the events stay.")
  @Refuses(ProblemType.GROUP_NOT_FOUND)
  Updated delete(@PathVariable("group_id") GroupId id) {
    upkeep.delete(id);
    return Updated.deleted();
  }

  @PostMapping("/invitations")
  @Operation(
      operationId = "inviteToGroup",
      summary = "Make a further code for an invite-only group",
      description =
          "For who holds a code that is good without limit, such as the one that the founder got. Only"
              + " its hash is kept: the answer is the one time that it can be read.")
  @Refuses({
    ProblemType.GROUP_NOT_FOUND,
    ProblemType.INVITE_ONLY,
    ProblemType.INVALID_REQUEST,
    ProblemType.UNREADABLE_BODY
  })
  Invitation invite(@PathVariable("group_id") GroupId id, @RequestBody InvitationRequest request) {
    return invitations.issue(id, request);
  }
}
