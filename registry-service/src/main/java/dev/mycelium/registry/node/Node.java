package dev.mycelium.registry.node;

import dev.mycelium.rules.Lease;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A node as the registry remembers it. It has no version column on purpose: a heartbeat is a plain
 * update, because under load a version check makes honest heartbeats fail.
 */
@Entity
@Table(name = "nodes")
@DynamicUpdate
class Node {
  @Id
  @Column(name = "node_id")
  private String id;

  private String address;
  private @Nullable String name;

  @Column(name = "public_key")
  private @Nullable String publicKey;

  /** Whether the lease is held (ONLINE), was lost (OFFLINE) or given up (LEFT); never SUSPECT. */
  @Enumerated(EnumType.STRING)
  private NodeStatus status;

  @Column(name = "local_performance")
  private double localPerformance;

  @Column(name = "offers_coordination")
  private boolean offersCoordination;

  @Column(name = "heartbeat_interval")
  private Duration heartbeatInterval;

  @Column(name = "last_heartbeat")
  private Instant lastHeartbeat;

  /** Whether it answered at its address when it was last called; null before. */
  private @Nullable Boolean reachable;

  @Column(name = "dialed_at")
  private @Nullable Instant dialedAt;

  /** Calls in a row that did not reach it. */
  @Column(name = "dial_failures")
  private int dialFailures;

  @Column(name = "registered_at")
  private Instant registeredAt;

  @SuppressWarnings("NullAway.Init")
  protected Node() {}

  Node(NodeId id, NodeRegistration registration, Instant now) {
    this.id = id.value();
    this.address = registration.nodeAddress();
    this.publicKey = registration.publicKey();
    this.status = NodeStatus.ONLINE;
    this.heartbeatInterval = Lease.DEFAULT_INTERVAL;
    this.lastHeartbeat = now;
    this.registeredAt = now;
    update(registration);
  }

  /**
   * Takes over what {@code registration} states; what it leaves out stays. The key stays in any
   * case: if a node without one could get one later, anybody could shut it out with a key of his.
   */
  final void update(NodeRegistration registration) {
    if (!Objects.equals(publicKey, registration.publicKey())) {
      throw KeyMismatchException.of(nodeId());
    }
    move(registration.nodeAddress());
    name = registration.name() == null ? name : registration.name();
    perform(registration.localPerformance());
    offer(registration.offersCoordination(), registration.heartbeatInterval());
  }

  void update(Heartbeat beat) {
    perform(beat.score() == null ? null : (Double) beat.score().value());
    offer(beat.offersCoordination(), beat.heartbeatInterval());
  }

  void perform(@Nullable Double performance) {
    localPerformance = performance == null ? localPerformance : performance;
  }

  /** A sign of life. Whether the node had been given up before. */
  boolean renew(Instant now) {
    boolean wasGone = isGone();
    lastHeartbeat = lease().renewedAt(now).renewedAt();
    status = NodeStatus.ONLINE;
    return wasGone;
  }

  /** A node that has a key and offers to coordinate is called at its address from time to time. */
  Optional<DialBackDue> dialBackDue(Instant now, DialBackSettings settings) {
    String key = publicKey;
    if (key == null || !offersCoordination) {
      return Optional.empty();
    }
    Duration pause =
        Boolean.TRUE.equals(reachable)
            ? settings.afterSuccess()
            : settings.pauseAfter(dialFailures);
    boolean recent =
        dialedAt != null && !dialedAt.isAfter(now) && now.isBefore(dialedAt.plus(pause));
    return recent ? Optional.empty() : Optional.of(new DialBackDue(nodeId(), address, key));
  }

  boolean claims(String called, String key) {
    return address.equals(called) && key.equals(publicKey);
  }

  /** Takes over what a call showed. Whether that is news. */
  boolean reach(boolean reached, Instant now) {
    boolean news = reachable == null || reachable != reached;
    reachable = reached;
    dialedAt = now;
    dialFailures = reached ? 0 : dialFailures + 1;
    return news;
  }

  void expire() {
    status = NodeStatus.OFFLINE;
  }

  void leave() {
    status = NodeStatus.LEFT;
  }

  boolean isGone() {
    return status != NodeStatus.ONLINE;
  }

  Optional<String> publicKey() {
    return Optional.ofNullable(publicKey);
  }

  Lease lease() {
    return new Lease(lastHeartbeat, heartbeatInterval);
  }

  NodeId nodeId() {
    return new NodeId(id);
  }

  NodeState toState() {
    return new NodeState(
        nodeId(),
        address,
        name,
        status,
        lease(),
        localPerformance,
        offersCoordination,
        publicKey != null,
        reachable,
        registeredAt);
  }

  private void move(String claimed) {
    if (!claimed.equals(address)) {
      reachable = null;
      dialedAt = null;
      dialFailures = 0;
    }
    address = claimed;
  }

  private void offer(@Nullable Boolean offers, @Nullable Duration interval) {
    offersCoordination = offers == null ? offersCoordination : offers;
    heartbeatInterval = interval == null ? heartbeatInterval : Lease.clamped(interval);
  }
}
