package dev.mycelium.registry.turn;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes transactions wait for each other where a lock on what they change is not enough, because it
 * does not exist yet. SQLite ignores the lock and needs none: its writers are serial anyway.
 */
@Service
public class Turns {
  private final TurnRows rows;

  Turns(TurnRows rows) {
    this.rows = rows;
  }

  /** Waits for the turn and keeps it until the transaction ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void await(Turn turn) {
    if (rows.lock(turn).isEmpty()) {
      throw new IllegalStateException("turn: %s (expected: a row)".formatted(turn));
    }
  }
}
