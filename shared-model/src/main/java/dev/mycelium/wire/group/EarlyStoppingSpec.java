package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/**
 * When a group rests because its heads get no better (Prechelt 1998, with the names of Keras).
 *
 * @param patience versions without a better one after which the group rests
 * @param minDelta by how much more than this a head's score must lie above the best one's, in the
 *     unit of the task's metric; null means 0
 */
public record EarlyStoppingSpec(
    @JsonProperty("patience") int patience,
    @JsonProperty("min_delta") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Double minDelta) {
  public EarlyStoppingSpec {
    Expect.inRange(patience, "spec.federation.early_stopping.patience", 1, 1_000_000);
    if (minDelta != null) {
      Expect.inRange(minDelta, "spec.federation.early_stopping.min_delta", 0, 1_000_000);
    }
  }

  public double delta() {
    return minDelta == null ? 0 : minDelta;
  }
}
