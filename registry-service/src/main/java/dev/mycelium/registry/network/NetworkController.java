package dev.mycelium.registry.network;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.network.Health;
import dev.mycelium.wire.network.NetworkState;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NetworkController {
  private final GroupViews groups;
  private final NodeViews nodes;
  private final Network network;
  private final Clock clock;

  NetworkController(GroupViews groups, NodeViews nodes, Network network, Clock clock) {
    this.groups = groups;
    this.nodes = nodes;
    this.network = network;
    this.clock = clock;
  }

  @GetMapping("/groups")
  @Tag(name = "groups")
  @Operation(
      operationId = "listGroups",
      summary = "All groups, or those that equal every filter, best first",
      description =
          "Groups of which nothing was measured or claimed come last. With `limit` or `after`, a page"
              + " in the order of group_id that goes on after that id.")
  @Refuses(ProblemType.INVALID_REQUEST)
  List<GroupView> groups(
      @RequestParam(name = "model_type", required = false) @Nullable String modelType,
      @RequestParam(name = "dataset_name", required = false) @Nullable String datasetName,
      @RequestParam(name = "join_policy", required = false)
          @Parameter(schema = @Schema(implementation = JoinPolicy.class))
          @Nullable String joinPolicy,
      @RequestParam(name = "state", required = false)
          @Parameter(schema = @Schema(implementation = GroupActivity.class))
          @Nullable String state,
      @RequestParam(name = "after", required = false) @Nullable String after,
      @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
    GroupFilter wanted = GroupFilter.of(modelType, datasetName, joinPolicy, state);
    return IdPage.of(after, limit)
        .map(page -> groups.byId(wanted, page))
        .orElseGet(() -> groups.bestFirst(wanted));
  }

  @GetMapping("/groups/{group_id}")
  @Tag(name = "groups")
  @Operation(operationId = "getGroup", summary = "One group")
  @Refuses(ProblemType.GROUP_NOT_FOUND)
  GroupView group(@PathVariable("group_id") GroupId id) {
    return groups.one(id);
  }

  @GetMapping("/groups/{group_id}/members")
  @Tag(name = "groups")
  @Operation(operationId = "listMembers", summary = "Who is in a group, by node_id")
  @Refuses(ProblemType.GROUP_NOT_FOUND)
  List<MemberView> members(@PathVariable("group_id") GroupId id) {
    return groups.members(id);
  }

  @GetMapping("/nodes")
  @Tag(name = "nodes")
  @Operation(
      operationId = "listNodes",
      summary = "All nodes, or those that equal every filter, newest heartbeat first",
      description =
          "With `limit` or `after`, a page in the order of node_id that goes on after that id.")
  @Refuses(ProblemType.INVALID_REQUEST)
  List<NodeView> nodes(
      @RequestParam(name = "status", required = false) @Nullable NodeStatus status,
      @RequestParam(name = "group_id", required = false) @Nullable GroupId group,
      @RequestParam(name = "after", required = false) @Nullable String after,
      @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
    NodeFilter wanted = new NodeFilter(status, group);
    return IdPage.of(after, limit)
        .map(page -> nodes.byId(wanted, page))
        .orElseGet(() -> nodes.newestHeartbeatFirst().stream().filter(wanted::admits).toList());
  }

  @GetMapping("/nodes/{node_id}")
  @Tag(name = "nodes")
  @Operation(operationId = "getNode", summary = "One node")
  @Refuses(ProblemType.NODE_NOT_FOUND)
  NodeView node(@PathVariable("node_id") NodeId id) {
    return nodes.one(id);
  }

  @GetMapping("/network/state")
  @Tag(name = "network")
  @Operation(operationId = "networkState", summary = "All groups and nodes at one moment")
  NetworkState state() {
    return network.state();
  }

  @GetMapping("/health")
  @Tag(name = "network")
  @Operation(operationId = "health", summary = "Whether the registry works")
  Health health() {
    return Health.healthyAt(clock.instant());
  }
}
