package dev.mycelium.registry.network;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.network.NetworkState;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The whole network at one moment. */
@Service
class Network {
  private final GroupViews groups;
  private final NodeViews nodes;
  private final Clock clock;

  Network(GroupViews groups, NodeViews nodes, Clock clock) {
    this.groups = groups;
    this.nodes = nodes;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  NetworkState state() {
    List<NodeView> all = nodes.newestHeartbeatFirst();
    Map<GroupId, List<NodeId>> members =
        all.stream()
            .filter(node -> node.currentGroupId() != null)
            .collect(
                Collectors.groupingBy(
                    NodeView::currentGroupId,
                    Collectors.mapping(NodeView::nodeId, Collectors.toList())));
    return new NetworkState(
        groups.bestFirst(GroupFilter.any()).stream()
            .map(group -> entry(group, members.getOrDefault(group.groupId(), List.of())))
            .toList(),
        all.stream().map(Network::entry).toList(),
        clock.instant());
  }

  private static NetworkState.GroupEntry entry(GroupView group, List<NodeId> members) {
    return new NetworkState.GroupEntry(
        group.groupId(),
        group.performanceMetric(),
        members.stream().sorted().toList(),
        group.modelType(),
        group.datasetName(),
        group.memberCount(),
        group.maxCapacity());
  }

  private static NetworkState.NodeEntry entry(NodeView node) {
    return new NetworkState.NodeEntry(
        node.nodeId(),
        node.localPerformance(),
        node.currentGroupId(),
        node.nodeAddress(),
        node.lastHeartbeat());
  }
}
