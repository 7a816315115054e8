package dev.mycelium.registry.round;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RoundRows extends Repository<RoundRow, Long> {
  RoundRow save(RoundRow row);

  @Modifying
  @Query("delete from RoundRow r where r.groupId = :group")
  void deleteOf(String group);

  Optional<RoundRow> findFirstByGroupIdAndRoundAndEpochOrderByIdDesc(
      String groupId, long round, long epoch);

  List<RoundRow> findByGroupIdAndIdGreaterThanOrderById(String groupId, long after, Limit limit);
}
