package dev.mycelium.wire.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.round.Sha256;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life. It renews the node's lease, carries its newest score and what it holds, and is
 * answered with where the node belongs; it never makes an identity.
 *
 * @param round round that the node works on, or last worked on
 * @param epoch highest coordinator's epoch that the node has seen in its group; lets a registry
 *     that lost its database go on above it
 * @param score the group's newest head on the node's own hold-out
 * @param holds the newest head whose blob lies on the node's disk: what makes it fit to coordinate
 * @param offersCoordination whether the node is willing to run rounds now; null leaves it as it was
 * @param heartbeatInterval interval asked for; null leaves it as it was
 */
public record Heartbeat(
    @JsonProperty("round") @Nullable Long round,
    @JsonProperty("epoch") @Nullable Long epoch,
    @JsonProperty("score") @Nullable Score score,
    @JsonProperty("holds") @Nullable Sha256 holds,
    @JsonProperty("offers_coordination") @Nullable Boolean offersCoordination,
    @JsonProperty("heartbeat_interval") @Nullable Duration heartbeatInterval) {
  /** More than any group lives to see, so that nobody can push a group to the end of numbers. */
  public static final long MOST_EPOCHS = 1_000_000_000_000L;

  public Heartbeat {
    if (round != null) {
      Expect.roundFrom(round, 0);
    }
    if (epoch != null) {
      Expect.inRange(epoch, "epoch", 0, MOST_EPOCHS);
    }
  }

  /** A bare sign of life. */
  public static Heartbeat empty() {
    return new Heartbeat(null, null, null, null, null, null);
  }
}
