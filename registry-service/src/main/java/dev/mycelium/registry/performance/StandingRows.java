package dev.mycelium.registry.performance;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface StandingRows extends Repository<StandingRow, String> {
  StandingRow save(StandingRow row);

  Optional<StandingRow> findById(String groupId);

  /** For a change: the row stays as it is until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select s from StandingRow s where s.groupId = :groupId")
  Optional<StandingRow> lock(String groupId);

  List<StandingRow> findAll();

  @Modifying
  @Query("delete from StandingRow r where r.groupId = :group")
  void deleteOf(String group);
}
