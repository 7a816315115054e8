package dev.mycelium.registry.network;

import dev.mycelium.registry.group.Member;
import dev.mycelium.registry.group.Members;
import dev.mycelium.registry.node.NodeNotFoundException;
import dev.mycelium.registry.node.NodeState;
import dev.mycelium.registry.node.Nodes;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Nodes as callers see them. */
@Service
@Transactional(readOnly = true)
class NodeViews {
  private final Nodes nodes;
  private final Members members;
  private final Clock clock;

  NodeViews(Nodes nodes, Members members, Clock clock) {
    this.nodes = nodes;
    this.members = members;
    this.clock = clock;
  }

  List<NodeView> newestHeartbeatFirst() {
    Map<NodeId, GroupId> groups = groups();
    return nodes.newestHeartbeatFirst().stream()
        .map(node -> view(node, groups.get(node.id())))
        .toList();
  }

  List<NodeView> byId(NodeFilter wanted, IdPage page) {
    Map<NodeId, GroupId> groups = groups();
    IdPage.Rows<NodeView> rows =
        (after, limit) ->
            nodes.byId(after, limit).stream()
                .map(node -> view(node, groups.get(node.id())))
                .toList();
    return page.read(rows, node -> node.nodeId().value(), wanted::admits);
  }

  NodeView one(NodeId id) {
    NodeState node = nodes.find(id).orElseThrow(() -> NodeNotFoundException.of(id));
    return view(node, members.find(id).map(Member::group).orElse(null));
  }

  private Map<NodeId, GroupId> groups() {
    return members.all().stream().collect(Collectors.toMap(Member::node, Member::group));
  }

  private NodeView view(NodeState node, @Nullable GroupId group) {
    return new NodeView(
        node.id(),
        node.address(),
        group,
        node.localPerformance(),
        node.lease().renewedAt(),
        node.name(),
        node.statusAt(clock.instant()),
        node.offersCoordination(),
        node.lease().interval(),
        node.registeredAt(),
        node.reachable());
  }
}
