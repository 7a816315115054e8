package dev.mycelium.agent.simulation.world;

import java.util.concurrent.locks.LockSupport;

/** The right to run, which exactly one thread of a simulation has at any time. */
final class Turn {
  private volatile boolean given;
  private volatile Thread owner;

  Turn(Thread owner) {
    this.owner = owner;
  }

  /** Whoever drives the simulation next, on whatever thread. */
  void ownedBy(Thread thread) {
    owner = thread;
  }

  void give() {
    given = true;
    LockSupport.unpark(owner);
  }

  void await() {
    while (!given) {
      LockSupport.park(this);
    }
    given = false;
  }

  /** Whether it came within so many real nanoseconds. */
  boolean awaitNanos(long nanos) {
    long begin = System.nanoTime();
    while (!given && System.nanoTime() - begin < nanos) {
      LockSupport.parkNanos(this, nanos);
    }
    boolean came = given;
    given = false;
    return came;
  }
}
