package dev.mycelium.registry.performance;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface StandingChanges extends Repository<StandingChange, Long> {
  StandingChange save(StandingChange change);

  List<StandingChange> findByGroupIdAndIdGreaterThanOrderById(
      String groupId, long after, Limit limit);

  @Modifying
  @Query("delete from StandingChange r where r.groupId = :group")
  void deleteOf(String group);

  /** From the beginning, which is where the old ones are; {@code before} in microseconds. */
  @Modifying
  @NativeQuery(
      "delete from standing_history where id < (select min(id) from standing_history) + :atMost"
          + " and changed_at < :before")
  int forget(long before, int atMost);
}
