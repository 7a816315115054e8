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

  /**
   * Wherever they stand: one row with the time of a wrong clock protects no other. {@code before}
   * in microseconds.
   */
  @Modifying
  @NativeQuery(
      "delete from standing_history where id in (select id from standing_history"
          + " where changed_at < :before order by changed_at limit :atMost)")
  int forget(long before, int atMost);
}
