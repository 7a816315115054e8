package dev.mycelium.registry.retention;

import java.time.Instant;

/** Rows that nobody needs after a while. */
public interface Expendable {
  /** What they are, in the plural. */
  String what();

  /**
   * Deletes some of the rows that can go at {@code now}, in a transaction of its own.
   *
   * @param atMost so many, because writers wait for the transaction
   * @return how many went; 0 when none is left
   */
  int discard(Instant now, int atMost);
}
