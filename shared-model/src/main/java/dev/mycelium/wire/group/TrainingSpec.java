package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/**
 * How a member trains within a round.
 *
 * @param batchSize examples in a step; the last batch of an epoch may be smaller
 * @param localEpochs passes over the member's training data in a round
 * @param seed from which initial parameters and the order of examples are drawn
 * @param clipNorm longest gradient: one of a larger Euclidean norm over all parameters together is
 *     scaled down to it; null for any length
 * @param accumulate batches behind an optimizer step, whose gradients are averaged; at an epoch's
 *     end there may be fewer; null for one
 * @param schedule how the learning rate goes down from round to round; null for not at all
 * @param patience epochs without a lower loss on the member's hold-out after which it stops, and
 *     takes the parameters of the best epoch; null for all epochs and the last one's parameters
 */
public record TrainingSpec(
    @JsonProperty("optimizer") OptimizerSpec optimizer,
    @JsonProperty("batch_size") int batchSize,
    @JsonProperty("local_epochs") int localEpochs,
    @JsonProperty("seed") long seed,
    @JsonProperty("clip_norm") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double clipNorm,
    @JsonProperty("accumulate") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Integer accumulate,
    @JsonProperty("schedule") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable ScheduleSpec schedule,
    @JsonProperty("patience") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Integer patience) {

  public TrainingSpec {
    optimizer = Expect.present(optimizer, "spec.training.optimizer", "sgd, adam or adamw");
    Expect.inRange(batchSize, "spec.training.batch_size", 1, 1_000_000);
    Expect.inRange(localEpochs, "spec.training.local_epochs", 1, 10_000);
    if (clipNorm != null) {
      Expect.positive(clipNorm, "spec.training.clip_norm");
    }
    if (accumulate != null) {
      Expect.inRange(accumulate, "spec.training.accumulate", 1, 1_000_000);
    }
    if (patience != null) {
      Expect.inRange(patience, "spec.training.patience", 1, 10_000);
    }
  }

  /** Plain epochs of plain steps at a constant rate. */
  public TrainingSpec(OptimizerSpec optimizer, int batchSize, int localEpochs, long seed) {
    this(optimizer, batchSize, localEpochs, seed, null, null, null, null);
  }

  /** The plan of one round, in which the rate is constant. */
  public TrainingSpec inRound(long round) {
    return schedule == null
        ? this
        : new TrainingSpec(
            optimizer.withRate(optimizer.learningRate() * schedule.factor(round)),
            batchSize,
            localEpochs,
            seed,
            clipNorm,
            accumulate,
            null,
            patience);
  }
}
