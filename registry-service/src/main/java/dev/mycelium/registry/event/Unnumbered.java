package dev.mycelium.registry.event;

import dev.mycelium.registry.turn.Turn;
import dev.mycelium.registry.turn.Turns;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The events of one transaction, written as the last thing that it does. Ids are drawn when rows
 * are inserted, and on PostgreSQL transactions commit in any order: whoever read up to 7 would
 * never see 6 if that was committed later. So only one transaction at a time holds ids that nobody
 * sees yet; it waits for nothing else until its commit, everything else was flushed before.
 */
final class Unnumbered implements TransactionSynchronization {
  private final List<EventRow> waiting = new ArrayList<>();
  private final EventRows rows;
  private final Turns turns;
  private final EntityManager entities;

  private Unnumbered(EventRows rows, Turns turns, EntityManager entities) {
    this.rows = rows;
    this.turns = turns;
    this.entities = entities;
  }

  /** Those of the transaction under way. */
  static Unnumbered here(EventRows rows, Turns turns, EntityManager entities) {
    return TransactionSynchronizationManager.getSynchronizations().stream()
        .filter(Unnumbered.class::isInstance)
        .map(Unnumbered.class::cast)
        .findFirst()
        .orElseGet(
            () -> {
              Unnumbered first = new Unnumbered(rows, turns, entities);
              TransactionSynchronizationManager.registerSynchronization(first);
              return first;
            });
  }

  void add(EventRow row) {
    waiting.add(row);
  }

  @Override
  public void beforeCommit(boolean readOnly) {
    entities.flush();
    turns.await(Turn.NUMBERING);
    waiting.forEach(rows::save);
  }
}
