package dev.mycelium.registry.group;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.NodeId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** What this module tells of its changes: to the log of events, to other modules, to the logger. */
@Component
class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final Events events;
  private final ApplicationEventPublisher publisher;

  Announcements(Events events, ApplicationEventPublisher publisher) {
    this.events = events;
    this.publisher = publisher;
  }

  void joined(JoinRequest request) {
    events.write(
        Fact.of(EventKind.NODE_JOINED, reason(request, "The node asked for a place"))
            .about(request.nodeId())
            .in(request.groupId())
            .figures(figures(request)));
    LOG.info("node joined, node={} group={}", request.nodeId(), request.groupId());
  }

  void moved(GroupId from, JoinRequest request) {
    events.write(
        Fact.of(EventKind.NODE_MOVED, reason(request, "The node asked for a place elsewhere"))
            .about(request.nodeId())
            .in(request.groupId())
            .from(from)
            .figures(figures(request)));
    publisher.publishEvent(new MemberGone(from, request.nodeId()));
    LOG.info("node moved, node={} from={} group={}", request.nodeId(), from, request.groupId());
  }

  void left(GroupId group, NodeId node, String reason) {
    events.write(Fact.of(EventKind.NODE_LEFT_GROUP, reason).about(node).in(group));
    publisher.publishEvent(new MemberGone(group, node));
    LOG.info("node left group, node={} group={} reason={}", node, group, reason);
  }

  void granted(Group group, NodeId node, String reason) {
    events.write(term(EventKind.COORDINATOR_GRANTED, group, node, reason));
    LOG.info("coordinator granted, group={} node={} epoch={}", group.groupId(), node, epoch(group));
  }

  void vacated(Group group, NodeId node, String reason) {
    events.write(term(EventKind.COORDINATOR_VACATED, group, node, reason));
    LOG.info("coordinator vacated, group={} node={} epoch={}", group.groupId(), node, epoch(group));
  }

  void paused(GroupId group) {
    tell(Fact.of(EventKind.GROUP_PAUSED, "Somebody paused the group").in(group));
  }

  void resumed(GroupId group) {
    tell(Fact.of(EventKind.GROUP_RESUMED, "Somebody let the group go on").in(group));
  }

  void resized(GroupId group, int before, int after) {
    tell(
        Fact.of(EventKind.GROUP_RESIZED, "Somebody asked for another number of places")
            .in(group)
            .figure("capacity_before", before)
            .figure("capacity", after));
  }

  void deleted(GroupId group, int members) {
    tell(
        Fact.of(EventKind.GROUP_DELETED, "Somebody deleted the group")
            .in(group)
            .figure("members", members));
    publisher.publishEvent(new GroupDeleted(group));
  }

  private void tell(Fact fact) {
    events.write(fact);
    LOG.info(
        "{}, group={} {}", fact.kind().text(), fact.subjects().get("group_id"), fact.figures());
  }

  private static Fact term(EventKind kind, Group group, NodeId node, String reason) {
    return Fact.of(kind, reason).about(node).in(group.groupId()).figure("epoch", epoch(group));
  }

  private static long epoch(Group group) {
    return group.term().epoch();
  }

  private static String reason(JoinRequest request, String otherwise) {
    return Objects.requireNonNullElse(request.reason(), otherwise);
  }

  private static Map<String, Double> figures(JoinRequest request) {
    @Nullable Map<String, Double> figures = request.figures();
    return figures == null ? Map.of() : figures;
  }
}
