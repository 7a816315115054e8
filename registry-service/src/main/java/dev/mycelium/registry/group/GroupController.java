package dev.mycelium.registry.group;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.group.GroupCreated;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.group.Joined;
import dev.mycelium.wire.group.Updated;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/groups")
@Tag(name = "groups")
class GroupController {
  private final Groups groups;
  private final Places places;

  GroupController(Groups groups, Places places) {
    this.groups = groups;
    this.places = places;
  }

  @PostMapping
  @Operation(
      operationId = "createGroup",
      summary = "Found a group",
      description =
          "The creator is not joined by this. With if_none_compatible the answer is 409 and names"
              + " the group to join if an open one with room learns the same task; with exact_model also by"
              + " the same model. For an invite-only group the answer holds its code, this once.")
  @Refuses({
    ProblemType.INVALID_REQUEST,
    ProblemType.UNREADABLE_BODY,
    ProblemType.COMPATIBLE_GROUP_EXISTS
  })
  GroupCreated found(@RequestBody GroupCreation creation) {
    return groups.found(creation);
  }

  @PostMapping("/join")
  @Operation(
      operationId = "joinGroup",
      summary = "Take a place in a group",
      description =
          "From another group this is a move: the old place is freed in the same transaction."
              + " Joining one's own group again changes nothing. An invite-only group wants a code as"
              + " invitation. Renews the lease.")
  @Refuses({
    ProblemType.GROUP_NOT_FOUND,
    ProblemType.NODE_NOT_FOUND,
    ProblemType.GROUP_FULL,
    ProblemType.INVITE_ONLY,
    ProblemType.GROUP_PAUSED,
    ProblemType.INVALID_REQUEST,
    ProblemType.UNREADABLE_BODY
  })
  Joined join(@RequestBody JoinRequest request) {
    places.join(request);
    return Joined.of(request.groupId());
  }

  @DeleteMapping("/{group_id}/members/{node_id}")
  @Operation(
      operationId = "leaveGroup",
      summary = "Free a member's place",
      description = "The node stays registered. Its coordinator's term, if it held it, is over.")
  @Refuses({ProblemType.GROUP_NOT_FOUND, ProblemType.NODE_NOT_FOUND, ProblemType.NOT_FOUND})
  Updated leave(@PathVariable("group_id") GroupId group, @PathVariable("node_id") NodeId node) {
    places.leave(group, node);
    return Updated.left();
  }
}
