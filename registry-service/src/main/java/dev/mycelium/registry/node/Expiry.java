package dev.mycelium.registry.node;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import dev.mycelium.wire.node.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Ends leases. Each node expires in a transaction of its own, together with all that follows. */
@Service
class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  private final NodeRows rows;
  private final Events events;
  private final ApplicationEventPublisher publisher;

  Expiry(NodeRows rows, Events events, ApplicationEventPublisher publisher) {
    this.rows = rows;
    this.events = events;
    this.publisher = publisher;
  }

  /** Ids of the nodes whose lease is over at {@code now}. */
  @Transactional(readOnly = true)
  List<String> due(Instant now, Instant listeningSince) {
    return rows.findByStatus(NodeStatus.ONLINE).stream()
        .filter(node -> node.lease().heardSince(listeningSince).isExpiredAt(now))
        .map(node -> node.nodeId().value())
        .sorted()
        .toList();
  }

  /** Looks again under the row's lock: a heartbeat may have come in between. */
  @Transactional
  void expire(String id, Instant now, Instant listeningSince) {
    rows.lock(id)
        .filter(node -> !node.isGone())
        .filter(node -> node.lease().heardSince(listeningSince).isExpiredAt(now))
        .ifPresent(node -> expire(node, now));
  }

  private void expire(Node node, Instant now) {
    node.expire();
    double silence = Duration.between(node.lease().renewedAt(), now).toMillis() / 1000.0;
    events.write(
        Fact.of(EventKind.NODE_EXPIRED, "No sign of life for three heartbeat intervals")
            .about(node.nodeId())
            .figure("silence_seconds", silence)
            .figure("lease_seconds", node.lease().duration().toMillis() / 1000.0));
    publisher.publishEvent(new NodeExpired(node.nodeId()));
    LOG.info("node expired, node={} silence={}s", node.nodeId(), silence);
  }
}
