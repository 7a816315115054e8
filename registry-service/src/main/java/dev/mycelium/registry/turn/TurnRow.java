package dev.mycelium.registry.turn;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One row for each turn, made by the schema; its lock is the turn. */
@Entity
@Table(name = "turns")
class TurnRow {
  @Id
  @Enumerated(EnumType.STRING)
  private Turn name;

  @SuppressWarnings("NullAway.Init")
  protected TurnRow() {}

  Turn name() {
    return name;
  }
}
