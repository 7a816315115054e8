package dev.mycelium.agent.simulation.world;

import dev.mycelium.agent.simulation.world.VirtualNetwork.Call;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** One process's calls to another, which end at once when this is closed. */
final class Line<S> implements AutoCloseable {
  private final VirtualNetwork network;
  private final Life self;
  private final String to;
  private final Class<S> type;
  private final Set<Pending<?>> underWay = new LinkedHashSet<>();
  private boolean closed;

  Line(VirtualNetwork network, Life self, String to, Class<S> type) {
    this.network = network;
    this.self = self;
    this.to = to;
    this.type = type;
  }

  /**
   * What {@code work} returns at the other end.
   *
   * @throws UnreachedException if no answer came within {@code atMost}
   */
  <T> T call(String what, Duration atMost, Function<S, T> work) {
    self.requireAlive();
    Pending<T> pending = new Pending<>(Actor.current(), to);
    underWay.add(pending);
    try {
      if (closed) {
        pending.giveUp();
      } else {
        network.ask(new Call(self.name(), to, what), type, work, pending);
      }
      return pending.await(atMost);
    } finally {
      underWay.remove(pending);
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(Pending::giveUp);
  }
}
