package dev.mycelium.agent.transport;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.outbound.Retries;
import java.time.Duration;

/**
 * Another agent as this one calls it.
 *
 * @param address {@code host:port}
 * @param circuit how calls to it go, for as long as the same agent has the same part
 * @param firstPause between a call that broke and its next attempt
 * @param doubted run when the first attempt at a call broke: the agent may be lost, and whoever
 *     wants to know need not wait for the last attempt
 */
public record Peer(String address, Circuit circuit, Duration firstPause, Runnable doubted) {

  public Peer {
    requireNonNull(address, "address");
    requireNonNull(circuit, "circuit");
    requireNonNull(firstPause, "firstPause");
    requireNonNull(doubted, "doubted");
  }

  public Peer(String address, Circuit circuit, Runnable doubted) {
    this(address, circuit, Retries.FIRST_PAUSE, doubted);
  }

  /** One that nothing is known of. */
  public static Peer at(String address) {
    return new Peer(address, new Circuit("agent"), () -> {});
  }
}
