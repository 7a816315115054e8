package dev.mycelium.registry.node;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import dev.mycelium.registry.turn.Turn;
import dev.mycelium.registry.turn.Turns;
import dev.mycelium.wire.Page;
import dev.mycelium.wire.WireVersion;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * All nodes that were ever registered. A change locks the node's row before any group's, here and
 * in every caller, so that no two transactions wait for each other.
 */
@Service
public class Nodes {
  private final NodeRows rows;
  private final Turns turns;
  private final Events events;
  private final ApplicationEventPublisher publisher;
  private final DialBackSettings dialBack;
  private final Clock clock;

  Nodes(
      NodeRows rows,
      Turns turns,
      Events events,
      ApplicationEventPublisher publisher,
      DialBackSettings dialBack,
      Clock clock) {
    this.rows = rows;
    this.turns = turns;
    this.events = events;
    this.publisher = publisher;
    this.dialBack = dialBack;
    this.clock = clock;
  }

  /** Makes a node known, or updates one that is; a registration is a sign of life. */
  @Transactional
  public NodeId register(NodeRegistration registration) {
    Integer version = registration.wireVersion();
    if (version != null && version != WireVersion.CURRENT) {
      throw WireVersionException.of(version);
    }
    NodeId id = registration.nodeId();
    if (id == null) {
      return enroll(new NodeId(UUID.randomUUID().toString()), registration);
    }
    Optional<Node> known = rows.lock(id.value()).or(() -> lookAgain(id));
    known.ifPresent(node -> node.update(registration));
    known.ifPresent(this::renew);
    return known.map(Node::nodeId).orElseGet(() -> enroll(id, registration));
  }

  /** Renews the lease of a known node and takes over what the heartbeat says about it. */
  @Transactional
  public NodeState renew(NodeId id, Heartbeat beat) {
    Node node = locked(id);
    node.update(beat);
    renew(node);
    return node.toState();
  }

  /** A sign of life of a client that knows no heartbeats. */
  @Transactional
  public void perform(NodeId id, double performance) {
    Node node = locked(id);
    node.perform(performance);
    renew(node);
  }

  /** Makes sure that a known node is held to be alive, because it just asked for something. */
  @Transactional
  public void hear(NodeId id) {
    renew(locked(id));
  }

  /** Locks a known node against changes of its place by others. */
  @Transactional
  public void lock(NodeId id) {
    locked(id);
  }

  /** The node's goodbye: it stays listed as LEFT, and its place is free at once. */
  @Transactional
  public void dismiss(NodeId id) {
    Node node = locked(id);
    if (node.isGone()) {
      return;
    }
    node.leave();
    events.write(Fact.of(EventKind.NODE_LEFT, "The node said goodbye").about(id));
    publisher.publishEvent(new NodeLeft(id));
  }

  @Transactional(readOnly = true)
  public Optional<NodeState> find(NodeId id) {
    return rows.findById(id.value()).map(Node::toState);
  }

  /** The public key to which the id of a known node is bound. */
  @Transactional(readOnly = true)
  public Optional<String> key(NodeId id) {
    return rows.findById(id.value()).flatMap(Node::publicKey);
  }

  @Transactional(readOnly = true)
  public List<NodeState> newestHeartbeatFirst() {
    return rows.newestFirst(Limit.of(Page.EVERYTHING)).stream().map(Node::toState).toList();
  }

  /** At most {@code limit} nodes with an id above {@code after}, in the order of their ids. */
  @Transactional(readOnly = true)
  public List<NodeState> byId(String after, int limit) {
    return rows.findByIdGreaterThanOrderById(after, Limit.of(limit)).stream()
        .map(Node::toState)
        .toList();
  }

  @Transactional(readOnly = true)
  public Map<NodeId, NodeState> byId(Collection<NodeId> ids) {
    return ids.isEmpty()
        ? Map.of()
        : rows.findByIdIn(ids.stream().map(NodeId::value).toList()).stream()
            .map(Node::toState)
            .collect(Collectors.toMap(NodeState::id, Function.identity()));
  }

  /** Somebody else may be registering the same id: there is no row to wait for yet. */
  private Optional<Node> lookAgain(NodeId id) {
    turns.await(Turn.ENROLMENT);
    return rows.lock(id.value());
  }

  private NodeId enroll(NodeId id, NodeRegistration registration) {
    callIfDue(rows.save(new Node(id, registration, clock.instant())));
    events.write(Fact.of(EventKind.NODE_REGISTERED, "First registration").about(id));
    return id;
  }

  private void renew(Node node) {
    if (node.renew(clock.instant())) {
      events.write(
          Fact.of(EventKind.NODE_ONLINE_AGAIN, "A sign of life after expiry or goodbye")
              .about(node.nodeId()));
    }
    callIfDue(node);
  }

  private void callIfDue(Node node) {
    node.dialBackDue(clock.instant(), dialBack).ifPresent(publisher::publishEvent);
  }

  private Node locked(NodeId id) {
    return rows.lock(id.value()).orElseThrow(() -> NodeNotFoundException.of(id));
  }
}
