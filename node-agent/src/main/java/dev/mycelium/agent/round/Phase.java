package dev.mycelium.agent.round;

/**
 * How far an attempt got; what each name says is on disk, or committed, when it is reached. Killed
 * right after any of them, a coordinator goes on without losing or doubling anything.
 */
public enum Phase {
  /** The manifest can be answered. */
  ANNOUNCED,
  /** One more update counts. */
  ACCEPTED,
  /** The candidate lies in the coordinator's store. */
  AGGREGATED,
  /** Enough members hold the candidate. */
  HELD,
  /** The candidate is the group's head. */
  COMMITTED
}
