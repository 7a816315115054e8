package dev.mycelium.registry.round;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Yardsticks extends Repository<YardstickRow, String> {
  YardstickRow save(YardstickRow row);

  Optional<YardstickRow> findById(String nodeId);

  void delete(YardstickRow row);

  List<YardstickRow> findByGroupIdOrderByNodeId(String groupId);

  @Modifying
  @Query("delete from YardstickRow r where r.groupId = :group")
  void deleteOf(String group);
}
