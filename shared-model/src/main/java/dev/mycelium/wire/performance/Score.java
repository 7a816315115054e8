package dev.mycelium.wire.performance;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/**
 * How well a head does on one node's own hold-out.
 *
 * @param value the task's metric, higher is better
 * @param loss mean loss over the same examples
 * @param examples size of the hold-out: the score's weight in the group's metric
 * @param headVersion version that was measured
 */
public record Score(
    @JsonProperty("value") double value,
    @JsonProperty("loss") double loss,
    @JsonProperty("examples") long examples,
    @JsonProperty("head_version") long headVersion) {

  public Score {
    Expect.finite(value, "score.value");
    Expect.finite(loss, "score.loss");
    Expect.atLeast(examples, "score.examples", 1);
    Expect.atLeast(headVersion, "score.head_version", 0);
  }
}
