package dev.mycelium.registry.event;

import dev.mycelium.wire.event.NetworkEvent;
import java.time.Clock;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The append-only log. An event is written in the transaction that makes it true, so that log and
 * state cannot differ after a crash.
 */
@Service
public class Events {
  private final EventRows rows;
  private final Clock clock;

  Events(EventRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void write(Fact fact) {
    rows.save(new EventRow(fact, clock.instant()));
  }

  /** The oldest events with an id above {@code id}, at most {@code limit} of them. */
  @Transactional(readOnly = true)
  public List<NetworkEvent> after(long id, int limit) {
    return rows.findByIdGreaterThanOrderById(id, Limit.of(limit)).stream()
        .map(EventRow::toEvent)
        .toList();
  }
}
