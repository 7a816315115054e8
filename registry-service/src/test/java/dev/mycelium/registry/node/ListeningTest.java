package dev.mycelium.registry.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void listensSinceTheStartWhileSweepsComeInTime() {
    Listening listening = Listening.from(START).beforeSweep(START.plusSeconds(60), PERIOD);

    Listening next =
        listening
            .afterSweep(START.plusSeconds(60))
            .beforeSweep(START.plusSeconds(60).plus(PERIOD.multipliedBy(3)), PERIOD);

    assertThat(next.since()).isEqualTo(START);
  }

  @Test
  void listensAfreshAfterAGapOfMoreThanThreePeriods() {
    Instant late = START.plus(PERIOD.multipliedBy(3)).plusNanos(1);

    Listening next = Listening.from(START).afterSweep(START).beforeSweep(late, PERIOD);

    assertThat(next.since()).isEqualTo(late);
  }
}
