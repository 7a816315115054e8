package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mycelium.wire.Expect;

/**
 * Names a learning group: a UUID given by the registry, kept as text so that a wrong one is just
 * unknown.
 */
public record GroupId(@JsonValue String value) implements Comparable<GroupId> {
  public static final int LONGEST = 128;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public GroupId {
    value = Expect.text(value, "group_id", LONGEST);
  }

  @Override
  public int compareTo(GroupId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
