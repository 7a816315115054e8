package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How long an attempt's phases took, by its coordinator's clock, since the coordinator last
 * started. A phase that was not reached, or not ended, is null.
 *
 * @param collectSeconds from the call to train until the round took no more answers
 * @param aggregateSeconds until the candidate lay in the coordinator's store
 * @param holdSeconds until enough members held the candidate
 * @param commitSeconds until the registry had committed it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoundPhases(
    @JsonProperty("collect_seconds") @Nullable Double collectSeconds,
    @JsonProperty("aggregate_seconds") @Nullable Double aggregateSeconds,
    @JsonProperty("hold_seconds") @Nullable Double holdSeconds,
    @JsonProperty("commit_seconds") @Nullable Double commitSeconds) {

  /** Nobody measured anything. */
  public static final RoundPhases UNKNOWN = new RoundPhases(null, null, null, null);

  public RoundPhases {
    collectSeconds = Seconds.expected(collectSeconds, "phases.collect_seconds");
    aggregateSeconds = Seconds.expected(aggregateSeconds, "phases.aggregate_seconds");
    holdSeconds = Seconds.expected(holdSeconds, "phases.hold_seconds");
    commitSeconds = Seconds.expected(commitSeconds, "phases.commit_seconds");
  }
}
