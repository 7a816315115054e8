package dev.mycelium.registry.node;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps whether nodes were reached at the addresses that they claim. */
@Service
class Reachability {
  private final NodeRows rows;
  private final Events events;
  private final Clock clock;

  Reachability(NodeRows rows, Events events, Clock clock) {
    this.rows = rows;
    this.events = events;
    this.clock = clock;
  }

  /** Keeps an outcome, unless the node claims another address by now; a change is an event. */
  @Transactional
  void keep(DialBackDue call, boolean reached) {
    rows.lock(call.node().value())
        .filter(node -> node.claims(call.address(), call.publicKey()))
        .filter(node -> node.reach(reached, clock.instant()))
        .ifPresent(node -> events.write(fact(reached).about(call.node())));
  }

  /** Why a call failed is not told to anybody: it would map the registry's own network. */
  private static Fact fact(boolean reached) {
    return reached
        ? Fact.of(EventKind.NODE_REACHED, "The node answered at its address with its signature")
        : Fact.of(EventKind.NODE_NOT_REACHED, "No signed answer of the node at its address");
  }
}
