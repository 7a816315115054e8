package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/**
 * How a member trains within a round.
 *
 * @param batchSize examples in a step; the last batch of an epoch may be smaller
 * @param localEpochs passes over the member's training data in a round
 * @param seed from which initial parameters and the order of examples are drawn
 */
public record TrainingSpec(
    @JsonProperty("optimizer") OptimizerSpec optimizer,
    @JsonProperty("batch_size") int batchSize,
    @JsonProperty("local_epochs") int localEpochs,
    @JsonProperty("seed") long seed) {

  public TrainingSpec {
    optimizer = Expect.present(optimizer, "spec.training.optimizer", "sgd, adam or adamw");
    Expect.inRange(batchSize, "spec.training.batch_size", 1, 1_000_000);
    Expect.inRange(localEpochs, "spec.training.local_epochs", 1, 10_000);
  }
}
