package dev.mycelium.registry.turn;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface TurnRows extends Repository<TurnRow, Turn> {
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select t from TurnRow t where t.name = :name")
  Optional<TurnRow> lock(Turn name);
}
