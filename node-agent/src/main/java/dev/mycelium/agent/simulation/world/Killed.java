package dev.mycelium.agent.simulation.world;

/** Ends a thread of a process that was killed, at the very point where it waited. */
final class Killed extends Error {
  private static final long serialVersionUID = 1;

  Killed() {
    super("killed", null, false, false);
  }
}
