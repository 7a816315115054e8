package dev.mycelium.registry.node;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import dev.mycelium.rules.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /** Microseconds of lease for each millisecond of heartbeat interval. */
  private static final long LEASE_PER_INTERVAL =
      new Lease(Instant.EPOCH, Duration.ofMillis(1)).duration().toNanos() / 1000;

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
    return rows.due(micros(now), micros(listeningSince), LEASE_PER_INTERVAL);
  }

  /**
   * Takes heartbeats from the future for heartbeats of now: the machine's clock was set back while
   * the registry was down, and leases would outlive their nodes by as much.
   */
  @Transactional
  void forgetTheFuture(Instant now) {
    int rewound = rows.rewind(now);
    if (rewound > 0) {
      LOG.warn("the clock was set back, {} heartbeats lay in the future", rewound);
    }
  }

  /** Looks again under the row's lock: a heartbeat may have come in between. */
  @Transactional
  void expire(String id, Instant now, Instant listeningSince) {
    rows.lock(id)
        .filter(node -> !node.isGone())
        .filter(node -> node.lease().heardSince(listeningSince).isExpiredAt(now))
        .ifPresent(node -> expire(node, now));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
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
