package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/**
 * A committed version of a group's model. Versions begin at 0 (the initial parameters) and never
 * skip or repeat; rounds may skip.
 *
 * @param parentSha the head that this one follows; null for version 0 only
 * @param epoch coordinator's epoch in which it was committed
 * @param round round that made it; 0 for version 0
 */
public record Head(
    @JsonProperty("version") long version,
    @JsonProperty("parent_sha") @Nullable Sha256 parentSha,
    @JsonProperty("sha") Sha256 sha,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("round") long round) {

  public Head {
    Expect.atLeast(version, "version", 0);
    sha = Expect.present(sha, "sha", "SHA-256 of the head's blob");
    Expect.atLeast(epoch, "epoch", 0);
    Expect.atLeast(round, "round", 0);
    if (version > 0) {
      Expect.present(parentSha, "parent_sha", "SHA-256 of version " + (version - 1));
    }
  }
}
