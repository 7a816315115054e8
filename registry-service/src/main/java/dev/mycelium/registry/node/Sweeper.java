package dev.mycelium.registry.node;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at the leases from time to time. One thread at a time. */
@Component
@EnableConfigurationProperties(ExpirySettings.class)
class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final Expiry expiry;
  private final ExpirySettings settings;
  private final Clock clock;

  /** Due nodes whose expiry failed: said once, not with each sweep. */
  private final Set<String> stuck = new HashSet<>();

  private Listening listening;

  Sweeper(Expiry expiry, ExpirySettings settings, Clock clock) {
    this.expiry = expiry;
    this.settings = settings;
    this.clock = clock;
    this.listening = Listening.from(clock.instant());
  }

  @EventListener
  void on(ApplicationStartedEvent started) {
    expiry.forgetTheFuture(clock.instant());
  }

  @Scheduled(fixedDelayString = "${node.expiry.period:500ms}")
  void sweep() {
    expire(clock.instant());
  }

  synchronized void expire(Instant now) {
    Listening before = listening;
    listening = before.beforeSweep(now, settings.period());
    if (!listening.since().equals(before.since())) {
      LOG.warn("stalled since {}, every node gets one lease of grace", before.lastSweep());
    }
    Instant since = listening.since();
    List<String> due = expiry.due(now, since);
    stuck.retainAll(due);
    due.forEach(id -> expire(id, now, since));
    listening = listening.afterSweep(clock.instant());
  }

  /** One node that cannot be expired holds up no other; it is due again with the next sweep. */
  private void expire(String id, Instant now, Instant since) {
    try {
      expiry.expire(id, now, since);
    } catch (RuntimeException failure) {
      if (stuck.add(id)) {
        LOG.warn("node not expired, trying on, node={}", id, failure);
      }
    }
  }
}
