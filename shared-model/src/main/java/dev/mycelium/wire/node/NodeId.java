package dev.mycelium.wire.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mycelium.wire.Expect;

/**
 * Names a node for as long as it exists. Opaque text of at most 128 characters, because clients of
 * the original registry choose their own; our agents derive a UUID from their public key.
 */
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {
  public static final int LONGEST = 128;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeId {
    value = Expect.text(value, "node_id", LONGEST);
  }

  /** The order in which updates are summed: by UTF-16 code units, the same on every machine. */
  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
