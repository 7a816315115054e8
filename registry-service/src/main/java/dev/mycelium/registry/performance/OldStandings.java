package dev.mycelium.registry.performance;

import dev.mycelium.registry.retention.Expendable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The old steps of the groups' histories. How a group stands now is kept elsewhere. */
@Component
@EnableConfigurationProperties(HistoryRetentionSettings.class)
class OldStandings implements Expendable {
  private final StandingChanges history;
  private final HistoryRetentionSettings settings;

  OldStandings(StandingChanges history, HistoryRetentionSettings settings) {
    this.history = history;
    this.settings = settings;
  }

  @Override
  public String what() {
    return "old steps of standings";
  }

  @Override
  @Transactional
  public int discard(Instant now, int atMost) {
    Instant before = now.minus(settings.age());
    return history.forget(ChronoUnit.MICROS.between(Instant.EPOCH, before), atMost);
  }
}
