package dev.mycelium.agent.simulation.world;

import java.util.SplittableRandom;

/**
 * How often a thread is stopped for a moment where it is about to take a lock, so that others come
 * in between two of its critical sections.
 *
 * @param chance of each time
 */
record Preemption(SplittableRandom random, double chance, long mostNanos) {

  /** How long this time; 0 to go on at once. */
  long nanos() {
    return chance > 0 && random.nextDouble() < chance ? 1 + random.nextLong(mostNanos) : 0;
  }
}
