package dev.mycelium.registry.node;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How nodes are called at the addresses that they claim.
 *
 * @param timeout for name, connection and answer together
 * @param afterFailure time before a node that was not reached is called again; twice as long after
 *     each further failure
 * @param longestPause what that grows to: who cannot be reached leaves the room to others
 * @param afterSuccess time before a node that was reached is called again
 */
@Validated
@ConfigurationProperties("node.dial-back")
record DialBackSettings(
    @NotNull @DurationMin(millis = 50) @DurationMax(seconds = 10) @DefaultValue("2s")
        Duration timeout,
    @NotNull @DurationMin(millis = 50) @DurationMax(minutes = 60) @DefaultValue("10s")
        Duration afterFailure,
    @NotNull @DurationMin(millis = 50) @DurationMax(hours = 24) @DefaultValue("10m")
        Duration longestPause,
    @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 24) @DefaultValue("10m")
        Duration afterSuccess) {
  private static final int MOST_DOUBLINGS = 16;

  /** Time before the next call after so many failures in a row: double for each but the first. */
  Duration pauseAfter(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
    Duration pause = afterFailure.multipliedBy(1L << doublings);
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
