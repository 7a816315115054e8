package dev.mycelium.rules;

/**
 * The places of a group. Members and reservations together never pass the capacity.
 *
 * @param capacity places in all, at least 1
 * @param members places that are taken
 * @param reserved places that are promised
 */
public record Seats(int capacity, int members, int reserved) {

  public Seats {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    if (members < 0 || reserved < 0 || (long) members + reserved > capacity) {
      throw new IllegalArgumentException(
          "members and reserved: %d and %d (expected: >= 0, together at most %d)"
              .formatted(members, reserved, capacity));
    }
  }

  public static Seats empty(int capacity) {
    return new Seats(capacity, 0, 0);
  }

  public boolean hasRoom() {
    return members + reserved < capacity;
  }

  public int free() {
    return capacity - members - reserved;
  }

  /** These seats with one more member, or the fact that there is no room. */
  public Admission admit() {
    return hasRoom()
        ? new Admission.Admitted(new Seats(capacity, members + 1, reserved))
        : new Admission.Full(this);
  }

  /** Whether {@code places} are enough for all who sit here or were promised a seat. */
  public boolean fitInto(int places) {
    return members + reserved <= places;
  }

  /** These seats with one member fewer. */
  public Seats vacate() {
    if (members == 0) {
      throw new IllegalStateException("members: 0 (expected: > 0 to vacate a seat)");
    }
    return new Seats(capacity, members - 1, reserved);
  }

  /** What became of a request for a seat. */
  public sealed interface Admission {
    /** A seat was taken; {@code seats} are those after it. */
    record Admitted(Seats seats) implements Admission {}

    /** Nothing changed. */
    record Full(Seats seats) implements Admission {}
  }
}
