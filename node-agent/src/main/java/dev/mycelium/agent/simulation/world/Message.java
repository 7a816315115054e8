package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

/**
 * A request or an answer on its way.
 *
 * @param what for the chronicle
 * @param at when it was sent, in nanoseconds since the beginning
 */
public record Message(String from, String to, String what, long at) {

  public Message {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(what, "what");
  }
}
