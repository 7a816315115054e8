package dev.mycelium.registry.performance;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface StandingRows extends Repository<StandingRow, String> {
  StandingRow save(StandingRow row);

  Optional<StandingRow> findById(String groupId);

  List<StandingRow> findAll();

  @Modifying
  @Query("delete from StandingRow r where r.groupId = :group")
  void deleteOf(String group);
}
