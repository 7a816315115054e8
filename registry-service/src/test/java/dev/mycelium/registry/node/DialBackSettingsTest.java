package dev.mycelium.registry.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who cannot be reached is called less and less often, but never given up. */
class DialBackSettingsTest {
  private final DialBackSettings settings =
      new DialBackSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10));

  @Test
  void doublesThePauseWithEachFailureUpToTheLongest() {
    assertThat(settings.pauseAfter(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.pauseAfter(2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.pauseAfter(6)).isEqualTo(Duration.ofSeconds(320));
    assertThat(settings.pauseAfter(7)).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.pauseAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
  }
}
