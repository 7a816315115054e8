package dev.mycelium.registry.event;

import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface EventRows extends Repository<EventRow, Long>, JpaSpecificationExecutor<EventRow> {
  EventRow save(EventRow row);

  @Query("select coalesce(max(e.id), 0) from EventRow e")
  long newest();

  /**
   * From the beginning of the log, which is where the old events are; {@code before} in
   * microseconds.
   */
  @Modifying
  @NativeQuery(
      "delete from events where id < (select min(id) from events) + :atMost"
          + " and id < (select max(id) from events)"
          + " and (at < :before or id <= (select max(id) from events) - :most)")
  int forget(long before, long most, int atMost);
}
