package dev.mycelium.registry.event;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface EventRows extends Repository<EventRow, Long> {
  EventRow save(EventRow row);

  List<EventRow> findByIdGreaterThanOrderById(long after, Limit limit);
}
