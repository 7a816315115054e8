package dev.mycelium.registry.round;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface HeadRows extends Repository<HeadRow, Long> {
  HeadRow save(HeadRow row);

  @Modifying
  @Query("delete from HeadRow h where h.groupId = :group")
  void deleteOf(String group);

  List<HeadRow> findByGroupIdOrderByVersion(String groupId);

  Optional<HeadRow> findByGroupIdAndVersion(String groupId, long version);
}
