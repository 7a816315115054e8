package dev.mycelium.registry.event;

import dev.mycelium.registry.retention.Expendable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The beginning of the log: what is old, and what is too much. The newest event always stays. */
@Component
@EnableConfigurationProperties(EventRetentionSettings.class)
class OldEvents implements Expendable {
  private final EventRows rows;
  private final EventRetentionSettings settings;

  OldEvents(EventRows rows, EventRetentionSettings settings) {
    this.rows = rows;
    this.settings = settings;
  }

  @Override
  public String what() {
    return "old events";
  }

  @Override
  @Transactional
  public int discard(Instant now, int atMost) {
    Instant before = now.minus(settings.age());
    return rows.forget(ChronoUnit.MICROS.between(Instant.EPOCH, before), settings.most(), atMost);
  }
}
