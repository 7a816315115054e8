package dev.mycelium.registry.round;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface QualityRows extends Repository<QualityRow, String> {
  QualityRow save(QualityRow row);

  Optional<QualityRow> findById(String groupId);

  List<QualityRow> findAll();

  @Modifying
  @Query("delete from QualityRow r where r.groupId = :group")
  void deleteOf(String group);
}
