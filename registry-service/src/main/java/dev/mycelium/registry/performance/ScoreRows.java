package dev.mycelium.registry.performance;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ScoreRows extends Repository<ScoreRow, String> {
  ScoreRow save(ScoreRow row);

  void delete(ScoreRow row);

  Optional<ScoreRow> findById(String nodeId);

  List<ScoreRow> findByGroupIdOrderByNodeId(String groupId);

  @Modifying
  @Query("delete from ScoreRow r where r.groupId = :group")
  void deleteOf(String group);
}
