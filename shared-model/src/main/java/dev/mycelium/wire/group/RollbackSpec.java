package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/**
 * When a head that became worse gives way to the group's best one.
 *
 * @param tolerance by how much more than this a head's score must lie below the best one's, in the
 *     unit of the task's metric
 */
public record RollbackSpec(@JsonProperty("tolerance") double tolerance) {
  public RollbackSpec {
    Expect.inRange(tolerance, "spec.federation.rollback.tolerance", 0, 1_000_000);
  }
}
