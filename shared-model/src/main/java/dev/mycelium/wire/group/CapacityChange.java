package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/**
 * Asks for another number of places in a group.
 *
 * @param maxCapacity places in all, never fewer than are taken
 */
public record CapacityChange(@JsonProperty("max_capacity") int maxCapacity) {

  public CapacityChange {
    Expect.inRange(maxCapacity, "max_capacity", 1, GroupCreation.LARGEST_CAPACITY);
  }
}
