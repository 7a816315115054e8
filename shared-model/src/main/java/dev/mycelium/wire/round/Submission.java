package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.node.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A member's answer to a manifest: where its update lies and what it weighs.
 *
 * @param updateSha SHA-256 of the update's blob, uploaded before
 * @param examples training examples behind the update: its weight in FedAvg
 * @param trainLoss mean loss over the last local epoch
 * @param steps optimizer steps taken
 * @param trainSeconds how long the member trained, by its own clock; null if it does not say
 */
public record Submission(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("round") long round,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("update_sha") Sha256 updateSha,
    @JsonProperty("examples") long examples,
    @JsonProperty("train_loss") double trainLoss,
    @JsonProperty("steps") long steps,
    @JsonProperty("train_seconds") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Double trainSeconds) {
  private static final long MOST_EXAMPLES = 1_000_000_000_000L;

  public Submission {
    nodeId = Expect.present(nodeId, "node_id", "the member's id");
    Expect.roundFrom(round, 1);
    Expect.atLeast(epoch, "epoch", 0);
    updateSha = Expect.present(updateSha, "update_sha", "SHA-256 of the update's blob");
    Expect.inRange(examples, "examples", 1, MOST_EXAMPLES);
    Expect.finite(trainLoss, "train_loss");
    Expect.atLeast(steps, "steps", 0);
    trainSeconds = Seconds.expected(trainSeconds, "train_seconds");
  }

  /** The answer of a member that does not say how long it trained. */
  public Submission(
      NodeId nodeId,
      long round,
      long epoch,
      Sha256 updateSha,
      long examples,
      double trainLoss,
      long steps) {
    this(nodeId, round, epoch, updateSha, examples, trainLoss, steps, null);
  }

  /** Whether this is the same answer, however long it took to come by it. */
  public boolean repeats(Submission other) {
    return untimed().equals(other.untimed());
  }

  private Submission untimed() {
    return new Submission(nodeId, round, epoch, updateSha, examples, trainLoss, steps);
  }
}
