package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.time.SteadyClock;
import dev.mycelium.time.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * One life of a simulated process, from its start to its end: its threads, its locks and its clock.
 * A process that is killed runs nothing any more: each of its threads ends where it waits.
 */
final class Life implements Threads {
  private final String name;
  private final VirtualTime time;
  private final Clock clock;
  private final Preemption preemption;
  private final Set<Actor> actors = new LinkedHashSet<>();
  private boolean dead;
  private long pausedUntil;

  /**
   * @param start what the machine's clock says when the process starts; from then on it reads the
   *     monotonic one, as the production does
   */
  Life(String name, VirtualTime time, Instant start, Preemption preemption) {
    this.name = requireNonNull(name, "name");
    this.time = requireNonNull(time, "time");
    this.preemption = requireNonNull(preemption, "preemption");
    clock = new SteadyClock(start, time::nanos);
  }

  String name() {
    return name;
  }

  Clock clock() {
    return clock;
  }

  VirtualTime time() {
    return time;
  }

  boolean isDead() {
    return dead;
  }

  void requireAlive() {
    if (dead) {
      throw new Killed();
    }
  }

  @Override
  public Thread newThread(String name, Runnable work) {
    requireAlive();
    return new Actor(time, this, name, work);
  }

  /** Starts a thread that serves a call, and that is stopped now and then where it takes a lock. */
  void serve(String call, Runnable work) {
    requireAlive();
    Actor actor = new Actor(time, this, call, work);
    actor.stopAtLocks(preemption);
    actor.start();
  }

  @Override
  public Lock newLock() {
    return new VirtualLock(this);
  }

  @Override
  public boolean join(Thread thread, Duration atMost) throws InterruptedException {
    Actor self = Actor.current();
    long end = time.nanos() + atMost.toNanos();
    while (!((Actor) thread).endedOrWakes(self) && time.nanos() < end) {
      self.pause(end - time.nanos());
      self.requireUninterrupted();
    }
    return ((Actor) thread).endedOrWakes(self);
  }

  /** Keeps the calling thread busy for so long. */
  void spend(Duration length) {
    Actor self = Actor.current();
    long end = time.nanos() + length.toNanos();
    while (time.nanos() < end) {
      self.pause(end - time.nanos());
    }
  }

  /** No thread of this process runs for so long, as after SIGSTOP; messages wait for it. */
  void suspend(Duration length) {
    pausedUntil = Math.max(pausedUntil, time.nanos() + length.toNanos());
  }

  long pausedUntil() {
    return dead ? 0 : pausedUntil;
  }

  /** Ends the process at this moment, as {@code kill -9} does. */
  void kill() {
    dead = true;
    List.copyOf(actors).forEach(Actor::wake);
  }

  void began(Actor actor) {
    actors.add(actor);
  }

  void ended(Actor actor) {
    actors.remove(actor);
  }

  boolean isAlive(Actor actor) {
    return actors.contains(actor);
  }

  @Override
  public String toString() {
    return name;
  }
}
