package dev.mycelium.registry.event;

import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface EventRows extends Repository<EventRow, Long>, JpaSpecificationExecutor<EventRow> {
  EventRow save(EventRow row);

  @Query("select coalesce(max(e.id), 0) from EventRow e")
  long newest();
}
