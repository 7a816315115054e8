package dev.mycelium.wire.performance;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How well a group does.
 *
 * @param measured example-weighted mean of the members' latest scores on the newest head that has
 *     any; null until one was measured
 * @param headVersion the head behind {@code measured}
 * @param examples hold-out examples behind {@code measured}
 * @param claimed a number that somebody merely stated; null if nobody did
 */
public record Standing(
    @JsonProperty("measured") @Nullable Double measured,
    @JsonProperty("head_version") @Nullable Long headVersion,
    @JsonProperty("examples") long examples,
    @JsonProperty("claimed") @Nullable Double claimed) {

  public static Standing unknown() {
    return new Standing(null, null, 0, null);
  }

  /** What {@code performance_metric} shows: measured, else claimed, else 0.0. */
  public double shown() {
    if (measured != null) {
      return measured;
    }
    return claimed != null ? claimed : 0.0;
  }

  /** Whether there is any number at all; groups without one are listed last. */
  @JsonIgnore
  public boolean isKnown() {
    return measured != null || claimed != null;
  }
}
