package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a group's members found of the newest head that enough of them scored.
 *
 * @param version the head in question
 * @param verdict {@code better} than the best one before, {@code as_good}, {@code worse} by more
 *     than the group tolerates, or {@code rolled_back}: the version that took a worse one's place
 * @param cause one sentence with the figures
 */
public record HeadVerdict(
    @JsonProperty("version") long version,
    @JsonProperty("verdict") String verdict,
    @JsonProperty("cause") String cause) {
  public static final String BETTER = "better";
  public static final String AS_GOOD = "as_good";
  public static final String WORSE = "worse";
  public static final String ROLLED_BACK = "rolled_back";
}
