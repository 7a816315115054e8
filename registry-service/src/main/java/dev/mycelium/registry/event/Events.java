package dev.mycelium.registry.event;

import dev.mycelium.registry.turn.Turns;
import dev.mycelium.wire.event.NetworkEvent;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The append-only log. An event is written in the transaction that makes it true, so that log and
 * state cannot differ after a crash, and ids become visible in their order, so that who reads on
 * from the last id seen misses nothing.
 */
@Service
public class Events {
  private final EventRows rows;
  private final Turns turns;
  private final EntityManager entities;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Events(
      EventRows rows,
      Turns turns,
      EntityManager entities,
      ApplicationEventPublisher publisher,
      Clock clock) {
    this.rows = rows;
    this.turns = turns;
    this.entities = entities;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void write(Fact fact) {
    Unnumbered.here(rows, turns, entities).add(new EventRow(fact, clock.instant()));
    publisher.publishEvent(new EventWritten());
  }

  /** The oldest events with an id above {@code id}, at most {@code limit} of them. */
  @Transactional(readOnly = true)
  public List<NetworkEvent> after(long id, int limit) {
    return after(id, limit, EventFilter.any());
  }

  @Transactional(readOnly = true)
  List<NetworkEvent> after(long id, int limit, EventFilter wanted) {
    return rows
        .findBy(wanted.above(id), query -> query.sortBy(Sort.by(EventFilter.ID)).limit(limit).all())
        .stream()
        .map(EventRow::toEvent)
        .toList();
  }

  /** The id of the newest event, 0 before the first. */
  @Transactional(readOnly = true)
  long newest() {
    return rows.newest();
  }
}
